#!/bin/bash
# What is installed survives a restart of the emulator; foreign web pages are refused; several
# devices get a pair of ports each.
. "${0%/*}/lib.sh"

start_emulator
compiled_hello
acapctl -q pack hello --arch aarch64 >/dev/null
expect_exit 0 acapctl deploy hello --allow-unsigned
stop_child "${children[-1]}"
start_emulator
expect_exit 0 acapctl list
expect_stdout hello
[ "$(curl -so "$work/reply" -w '%{http_code}' -H 'Origin: http://evil.example' "$device_http/axis-cgi/systemready.cgi")" = 403 ] ||
    fail "a foreign origin was served"
[ "$(curl -so "$work/reply" -w '%{http_code}' -H 'Host: evil.example' "$device_http/axis-cgi/systemready.cgi")" = 403 ] ||
    fail "a foreign host was served"
stop_child "${children[-1]}"

devices=4 start_emulator --count 2 --profile artpec8 --profile artpec7 --state "$work/four"
mapfile -t targets < <(awk '{ print "-t\n" $2 }' "$work/emulator")
expect_exit 0 acapctl list "${targets[@]}" --json
expect_json '.summary.ok == 4 and .summary.total == 4'
