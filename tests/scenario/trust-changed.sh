#!/bin/bash
# AXIS_DEVICE_HTTPS_SELF_SIGNED=1 is for unknown certificates: one that differs from the trusted one is
# refused on every way to the device, and no login is sent to who shows it.
. "${0%/*}/lib.sh"

start_emulator
unknown() { env AXIS_DEVICE_HTTPS_SELF_SIGNED=1 "$ACAPCTL" "$@"; }
expect_exit 0 unknown list -t "$device_https"
expect_stderr "nobody vouches for its certificate"
expect_exit 0 unknown list -t "$device_https" --curl
expect_stdout " --insecure "
acapctl -q device trust "$device_https" --trust-new
expect_exit 0 unknown list -t "$device_https"
! grep -q vouches "$work/stderr" || fail "a warning about the trusted certificate"
acapctl -q device add door "$device_https"
start_odd_device redirect "$device_https"
expect_exit 0 unknown list -t "$odd_device" # remembered from now on

curl -sSf -X POST "$device_http/emulator/certificate" >/dev/null
script_app app 1.0.0 : >/dev/null
for verb in "list" "device show" "logs app" "deploy app/build/app_1_0_0_all.eap" "wait --for ready" "remove app" "params get app"; do
    target=(-t "$device_https")
    [ "$verb" != "device show" ] || target=(door)
    # shellcheck disable=SC2086
    expect_error 11 "has changed" unknown $verb "${target[@]}"
    expect_stderr "for unknown ones only"
    expect_stderr_not vouches
done
expect_error 11 "has changed" unknown list -t "$odd_device"
expect_error 11 "has changed" unknown list -t door --trust-new
expect_error 11 "trusted is SHA-256" unknown device trust door
expect_exit 0 unknown list -t door --curl
! grep -q -- --insecure "$work/stdout" || fail "the curl command takes any certificate"
acapctl -q device trust door --remove
expect_exit 0 unknown list -t door
