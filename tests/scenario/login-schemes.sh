#!/bin/bash
# Every way a device may ask for a login, and what becomes of a password nobody takes.
. "${0%/*}/lib.sh"

requests() { paste -sd ' ' "$work/odd"; }

for mode in md5 no-qop sha-256 userhash two-headers one-header; do
    start_odd_device "$mode"
    expect_exit 0 acapctl list -t "$odd_device"
    [ "$(requests)" = "none Digest" ] || fail "$mode: $(requests)"
done

start_odd_device stale-once # a new nonce, without asking and without another attempt
expect_exit 0 acapctl list -t "$odd_device"
[ "$(requests)" = "none Digest Digest" ] || fail "stale-once: $(requests)"
start_odd_device stale-always
expect_error 4 "stale nonce" acapctl list -t "$odd_device" --retries 5
[ "$(wc -l <"$work/odd")" -le 10 ] || fail "stale-always: $(requests)"

start_odd_device basic # never readable over HTTP unless asked for
expect_error 4 "plain HTTP" acapctl list -t "$odd_device"
! grep -q Basic "$work/odd" || fail "sent the password readable"
start_odd_device basic
expect_exit 0 acapctl list -t "$odd_device" --basic-over-http
expect_exit 0 acapctl list -t "$odd_device" --basic-over-http
[ "$(requests)" = "none Basic Basic" ] || fail "basic: $(requests)"
expect_error 4 "plain HTTP" acapctl list -t "$odd_device"

start_odd_device unknown
expect_error 4 "negotiate, digest (sha-512-256)" acapctl list -t "$odd_device"

start_odd_device throttle # one attempt, whatever --retries says; then the block is recognised
AXIS_DEVICE_PASS=wrong expect_exit 4 acapctl list -t "$odd_device" --retries 5
[ "$(requests)" = "none Digest" ] || fail "wrong password: $(requests)"
expect_error 4 "before any login" acapctl list -t "$odd_device" --retries 5
