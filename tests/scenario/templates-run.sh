#!/bin/bash
# The templates that need only libc are built in the SDK image and run on the emulated device: the C++
# hello, the shell script on every architecture, the HTTP server behind the device's own.
. "${0%/*}/lib.sh"

made() { # NAME OPTION...
    run acapctl -q new "$1" "${@:2}"
    [ "$status" = 0 ] || { show_last; fail "new $1"; }
}
made greeting --language c++
made script --template shell --schema 2
made server --template reverse-proxy
expect_exit 0 acapctl build greeting --all
expect_exit 0 acapctl build server --all
AXIS_OS_VERSION=12.11 expect_exit 0 acapctl build script --json # the device has not the newest 12.11
expect_json '.packages | length == 1 and .[0].architecture == "all"'

for device in artpec8@12.11 artpec7@12.11; do
    start_emulator --profile $device --state "$work/$device"
    for app in greeting script server; do
        expect_exit 0 acapctl deploy $app --start --allow-unsigned
    done
    expect_exit 0 acapctl logs greeting
    expect_stdout "Hello from greeting"
    expect_stdout "greeting is running"
    expect_exit 0 acapctl logs script
    expect_stdout "load of the last 1, 5 and 15 minutes"
    expect_exit 0 acapctl logs server
    expect_stdout "listening on port 2001"
    [ "$(curl -sk -m 20 -o out -w '%{http_code}' "$device_https/local/server/api/status")" = 401 ] || fail "no login"
    ask /local/server/api/status?query >"$work/stdout"
    expect_json '.application == "server" and .seconds >= 0'
    for app in greeting script server; do expect_exit 0 acapctl stop $app; done
    expect_exit 0 acapctl logs greeting
    expect_stdout Goodbye
    stop_child "${children[-1]}"
done
