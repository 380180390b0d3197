#!/bin/bash
# What goes wrong with an upload: the outcome, the exit code, and what the device has then. Nothing
# is lost, nothing installed twice, and no policy stays changed.
. "${0%/*}/lib.sh"

mkdir faulty
head -c 12000000 /dev/urandom >faulty/big # more than a socket buffers, so that a part of it can be sent
for version in 1.0.0 2.0.0; do
    cp "$(script_app faulty $version 'exec sleep 100' -a big)" $version.eap
done
start_emulator
installations() { ask /axis-cgi/systemlog.cgi | grep -c "Successfully installed" || true; }
# case_of EXIT OUTCOME VERSION INSTALLATIONS FAULT [OPTION...]: 2.0.0 onto 1.0.0.
case_of() {
    local before
    set_faults
    expect_exit 0 acapctl deploy 1.0.0.eap --allow-unsigned --reinstall --allow-downgrade
    before=$(installations)
    set_faults "$5"
    expect_exit "$1" acapctl deploy 2.0.0.eap --allow-unsigned --json "${@:6}"
    expect_json ".devices[0] | .outcome == \"$2\" and .policySwitched"
    set_faults
    expect_exit 0 acapctl list --json
    expect_json ".devices[0].applications | length == 1 and .[0].version == \"$3\""
    expect_exit 0 acapctl policy show --json
    expect_json '.devices[0].allowUnsigned == false'
    [ $(($(installations) - before)) = "$4" ] || fail "not $4 installations: $5"
}
case_of 0 upgraded 2.0.0 1 busy:2
case_of 0 upgraded 2.0.0 1 unavailable:1@upload.cgi
case_of 0 upgraded 2.0.0 1 reset-before:1
case_of 0 upgraded 2.0.0 1 reset-mid:1
case_of 0 upgraded 2.0.0 1 answer-lost:1
case_of 0 upgraded 2.0.0 1 garbage:1@upload.cgi
case_of 0 upgraded 2.0.0 1 slow:1@upload.cgi
case_of 0 upgraded 2.0.0 1 cut:1@upload.cgi
case_of 0 upgraded 2.0.0 1 error-after:15:1
case_of 0 upgraded 2.0.0 1 reboot-after-install:1
case_of 0 upgraded 2.0.0 1 stale-nonce:1
case_of 6 refused:upload-ongoing 1.0.0 0 busy --retries 1
case_of 6 refused:no-space 1.0.0 0 disk-full
case_of 6 refused:not-compatible 1.0.0 0 error:5
case_of 6 refused:invalid-manifest 1.0.0 0 error:29
case_of 5 failed 1.0.0 0 reset-before --retries 1
case_of 5 failed 1.0.0 0 stall@upload.cgi --timeout 3s
case_of 0 upgraded 2.0.0 1 reset-after:1
case_of 0 upgraded 2.0.0 1 reboot-mid-install:1

# 2.0.0 onto itself, where the list shows no difference: the installer's lines do, though all of this may
# happen within one second of the device's clock. again UPLOADS FAULT
uploads() { device_state '.counters.paths["/axis-cgi/applications/upload.cgi"]'; }
again() {
    local installed uploaded
    set_faults
    expect_exit 0 acapctl deploy 2.0.0.eap --allow-unsigned --reinstall
    installed=$(installations) uploaded=$(uploads)
    set_faults "$2"
    expect_exit 0 timeout 30 "$ACAPCTL" deploy 2.0.0.eap --allow-unsigned --reinstall --json
    expect_json '.devices[0].outcome == "reinstalled"'
    [ $(($(uploads) - uploaded)) = "$1" ] || fail "not $1 uploads: $2"
    [ $(($(installations) - installed)) = 1 ] || fail "not one installation: $2"
}
again 1 answer-lost:1
again 1 garbage:1@upload.cgi
again 1 cut:1@upload.cgi
again 1 error-after:15:1
again 1 reboot-after-install:1
again 2 reset-mid:1
again 2 reset-after:1
