#!/bin/bash
# Once a device is known, a command makes the fewest requests its login allows.
. "${0%/*}/lib.sh"

start_emulator
compiled_hello
acapctl -q pack hello --arch aarch64 >/dev/null

# expect_requests COUNT COMMAND...: as the device counts them.
expect_requests() {
    local count=$1 asked
    shift
    curl -sSf -X DELETE "$device_http/emulator/counters" >"$work/counters"
    expect_exit 0 acapctl "$@"
    asked=$(device_state .counters.requests)
    [ "$asked" = "$count" ] || fail "$asked requests instead of $count: $*"
}

acapctl -q device trust "$device_https" --trust-new
expect_requests 2 list -t "$device_https"
expect_requests 1 list -t "$device_https"
expect_requests 2 list -t "$device_http"
expect_requests 2 list -t "$device_http"
acapctl -q deploy hello --allow-unsigned -t "$device_http" >/dev/null
expect_requests 3 start hello -t "$device_https"
expect_requests 3 stop hello -t "$device_https"
expect_requests 4 start hello -t "$device_http"
expect_requests 2 policy show -t "$device_https"
expect_requests 3 policy show -t "$device_http"
expect_requests 3 policy set allow-unsigned true -t "$device_https"
expect_requests 5 device show -t "$device_https"

# Without what was remembered, and with what cannot be read, it is one more.
rm -r "$HOME/.cache/acapctl"
expect_requests 2 list -t "$device_https"
for file in "$HOME"/.cache/acapctl/devices/*; do echo '{"format": 1' >"$file"; done
expect_requests 2 list -t "$device_https"
expect_requests 1 list -t "$device_https"
