#!/bin/bash
# The same over HTTPS, where Apache offers Basic alone and speaks HTTP/2.
. "${0%/*}/lib.sh"

start_apache
export ACAPCTL_TARGET=$apache_https
compiled_hello
acapctl -q pack hello --arch aarch64 >/dev/null
expect_error 11 "SHA-256" acapctl list
forget_asked
export AXIS_DEVICE_HTTPS_SELF_SIGNED=1
expect_exit 0 acapctl deploy hello --allow-unsigned --start
expect_exit 0 acapctl stop hello
expect_exit 0 acapctl remove hello
grep -q '^HTTP/2.0 POST .*upload.cgi 200' "$work/apache/access.log" || fail "the upload was not HTTP/2"
! grep -v '^HTTP/2.0' "$work/apache/access.log" || fail "not everything was HTTP/2"

# Trusted by its fingerprint, and known: one request.
unset AXIS_DEVICE_HTTPS_SELF_SIGNED
expect_exit 0 acapctl list --trust-new
forget_asked
expect_exit 0 acapctl list
[ "$(asked 200)" = 1 ] && [ "$(asked 401)" = 0 ] || fail "a known device was asked more than once"
