#!/bin/bash
# wait: a device through its restart, an application by its status, and exit 12 when it does not come true.
. "${0%/*}/lib.sh"

compiled_hello
sed 's/"schemaVersion": *"[^"]*"/"schemaVersion": "1.3"/' -i hello/manifest.json
acapctl -q pack hello --arch aarch64 >/dev/null
for profile in artpec8 artpec8@10.12; do
    start_emulator --profile $profile --state "$work/$profile"
    expect_exit 0 acapctl deploy hello --allow-unsigned
    expect_exit 0 acapctl wait --for ready
    expect_exit 12 acapctl wait --for running hello --wait 1s
    expect_stderr "its status is Stopped"
    expect_exit 12 acapctl wait --for stopped gone --wait 1s
    expect_stderr "it is not installed"
    (sleep 1 && acapctl -q start hello >/dev/null) &
    starter=$!
    expect_exit 0 acapctl wait --for running hello --wait 30s --json
    expect_json '.kind == "acapctl.wait/v1" and (.devices[0] | .status == "Running" and .condition == "running")'
    wait $starter
    (sleep 1 && acapctl -q remove hello >/dev/null) &
    remover=$!
    expect_exit 0 acapctl wait --for removed hello --wait 30s
    wait $remover
    curl -sSf -X POST "$device_http/emulator/reboot" -d '{"offline": 1, "starting": 1}' >/dev/null
    eventually expect_exit 5 acapctl list
    expect_exit 0 acapctl wait --for ready --wait 30s --json
    expect_json '.devices[0] | .ok and .waitedMs > 0 and .needsSetup == false'
    expect_exit 0 acapctl list
    set_faults offline:60
    curl -sSf -X POST "$device_http/emulator/reboot" >/dev/null
    eventually expect_exit 5 acapctl list
    expect_error 12 "is not ready after 1 s: cannot connect" acapctl wait --for ready --wait 1s
done
expect_exit 2 acapctl wait --for lunch
expect_exit 2 acapctl wait --for ready hello
AXIS_DEVICE_PASS=wrong start_emulator --state "$work/third"
AXIS_DEVICE_PASS=wrong expect_exit 4 acapctl wait --for running hello --wait 30s
