#!/bin/bash
# The life of an application on a device whose HTTP server and digest implementation are Apache's,
# also when each nonce is stale after a second.
. "${0%/*}/lib.sh"

start_apache 1
export ACAPCTL_TARGET=$apache_http
compiled_hello
acapctl -q pack hello --arch aarch64 >/dev/null
expect_exit 0 acapctl deploy hello --allow-unsigned --start --json
expect_json '.devices[0] | .ok and .application == "hello" and .status == "Running"'
[ "$(grep -c 'POST .*upload.cgi 200' "$work/apache/access.log")" = 1 ] || fail "not one upload"
expect_exit 0 acapctl list --json
expect_json '.devices[0].applications[0] | .name == "hello" and .version == "1.0.0" and .status == "Running"'
expect_exit 0 acapctl logs hello --grep '^alive'
expect_stdout alive
sleep 1.5
expect_exit 0 acapctl restart hello
expect_exit 0 acapctl remove hello
expect_exit 0 acapctl policy show --json
expect_json '.devices[0].allowUnsigned == false'

# A wrong password is tried once.
forget_asked
AXIS_DEVICE_PASS=wrong expect_error 4 "the password is wrong" acapctl list
[ "$(asked 200)" = 0 ] || fail "a wrong password was accepted"
[ "$(asked 401)" -le 4 ] || fail "asked $(asked 401) times in two commands"
