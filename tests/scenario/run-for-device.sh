#!/bin/bash
# `run` makes the package for the device it runs on: architecture, variant of its chip, and the newest
# SDK that its AXIS OS admits. The stand-in SDK images get the names of other versions for this.
. "${0%/*}/lib.sh"

newest=$(newest_sdk)
standin=$ACAPCTL_SDK_REPOSITORY:$newest
export ACAPCTL_SDK_REPOSITORY=acapctl-test/run-for-device
images=("$ACAPCTL_SDK_REPOSITORY:1.3-armv7hf-ubuntu22.04" "$ACAPCTL_SDK_REPOSITORY:1.15.1-aarch64-ubuntu22.04")
at_end='docker rmi "${images[@]}"'
docker tag "$standin-armv7hf-ubuntu24.04" "${images[0]}"
docker tag "$standin-aarch64-ubuntu24.04" "${images[1]}"

acapctl -q new hello >/dev/null
for chip in artpec7 artpec8; do
    jq --arg name "Hello $chip" '.schemaVersion = "1.3" | .acapPackageConf.setup.friendlyName = $name' \
        hello/manifest.json >hello/manifest.json.$chip
done

# try PROFILE SDK ARCHITECTURE [OPTION...]: what `run` builds and what the device then has.
try() {
    local profile=$1 sdk=$2 arch=$3 chip=${1%@*} status=0
    start_emulator --profile "$profile" --state "$(mktemp -d "$work/device.XXXX")"
    curl -sSf -X DELETE "$device_http/emulator/counters" >"$work/counters"
    rm -f out
    "$ACAPCTL" run hello --allow-unsigned --network none "${@:4}" >out 2>err &
    eventually grep -q 'Hello from hello' out
    kill -INT $!
    wait $! || status=$?
    [ $status = 130 ] || { cat err; fail "exit $status after Ctrl-C"; }
    [ "$(jq -r .sdk "hello/build/.acapctl/$arch-$chip.json")" = "$sdk" ] || { cat err; fail "not SDK $sdk"; }
    expect_exit 0 acapctl list --json
    expect_json ".devices[0].applications[0].niceName == \"Hello $chip\""
}

try artpec7@10.12 1.3 armv7hf
grep -qF "Axis Artpec-7, AXIS OS 10.12." err || fail "the reason is not told"
grep -qF "SDK 1.3 is the newest whose applications run on AXIS OS 10.12." err || fail "the reason is not told"
try artpec8@11.11 1.15.1 aarch64
grep -qF "SDK 1.15.1 is the newest whose applications run on AXIS OS 11.11." err || fail "the reason is not told"
[ "$(device_state '.counters.paths["/axis-cgi/basicdeviceinfo.cgi"]')" = 2 ] ||
    { device_state .counters; fail "the device was asked more than once what it is"; }

# What the project says is stronger, and said when it does not fit; an option is stronger still.
printf '[build]\nsdk = "%s"\n' "$newest" >hello/acapctl.toml
expect_exit 8 env ACAPCTL_SDK_REPOSITORY=127.0.0.1:9/sdk "$ACAPCTL" run hello
expect_stderr "SDK $newest is for AXIS OS 12.11"
expect_exit 8 env ACAPCTL_SDK_REPOSITORY=127.0.0.1:9/sdk "$ACAPCTL" run hello --sdk 12.0.0
expect_stderr "SDK 12.0.0 is for AXIS OS 12.0 or later, before 13, and the device has AXIS OS 11.11."
advice=$(sed -n 's/.*; \(--axis-os [0-9.]*\) takes one.*/\1/p' "$work/stderr")
# shellcheck disable=SC2086 # two words
try artpec8@11.11 1.15.1 aarch64 $advice

mkdir two && mv hello two && cp -r two/hello two/again
expect_exit 2 acapctl run two
expect_stderr "run starts one application, but 2 are below two"
