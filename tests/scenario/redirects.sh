#!/bin/bash
# A redirect is followed on the same device alone, from HTTP to HTTPS and never back.
. "${0%/*}/lib.sh"

start_emulator
acapctl -q device trust "$device_https" --trust-new
start_odd_device redirect "$device_https"
expect_exit 0 acapctl list -t "$odd_device" -v -v
expect_stderr "$device_https"
requests=$(wc -l <"$work/odd")
expect_exit 0 acapctl list -t "$odd_device"
[ "$(wc -l <"$work/odd")" = "$requests" ] || fail "asked the old place again"

acapctl -q device trust "$device_https" --remove # the new place must be trusted as any other
expect_error 11 SHA-256 acapctl list -t "$odd_device"

start_odd_device redirect "$device_http" # another port is another device
expect_error 6 "to another port of its own, $device_http" acapctl list -t "$odd_device"
start_odd_device redirect "https://localhost:${device_https##*:}"
expect_error 6 "to another host, https://localhost:${device_https##*:}" acapctl list -t "$odd_device"
expect_stderr "-t https://localhost:${device_https##*:}"
start_odd_device redirect-here /elsewhere # in a circle
expect_error 6 elsewhere acapctl list -t "$odd_device"
! grep -qE 'Basic|Digest' "$work/odd" || fail "sent credentials where nobody asked"
