#!/bin/bash
# The probe reports what the device can do and who says so, on both architectures, and leaves no
# trace. Where it cannot be installed, what VAPIX and the catalog know is shown, with the reason.
. "${0%/*}/lib.sh"

for device in artpec8:aarch64 artpec7:armv7hf; do
    start_emulator --profile ${device%:*} --state "$work/${device%:*}"
    expect_error 9 unsigned acapctl probe
    expect_stdout "${device#*:}"
    expect_exit 0 acapctl probe --allow-unsigned --json
    expect_json ".devices[0] | .ok and .architecture == \"${device#*:}\" and .larod.present == false"
    expect_json '.devices[0] | .memory.total > 0 and .source.memory == "on-camera"'
    expect_json '.devices[0] | .source.model == "vapix" and .source.soc == "vapix"'
    expect_json ".devices[0] | .chip == \"${device%:*}\" and .source.chip == \"catalog\""
    expect_exit 0 acapctl list --json
    expect_json '.devices[0].applications == []'
    expect_exit 0 acapctl policy show --json
    expect_json '.devices[0].allowUnsigned == false'
    stop_child "${children[-1]}"
done

start_emulator --profile artpec7@10.12 --state "$work/at-10.12"
expect_exit 0 acapctl probe --allow-unsigned --json
expect_json '.devices[0] | .ok and .memory.total > 0 and .source.memory == "on-camera"'
stop_child "${children[-1]}"

start_emulator --profile artpec8@13 --state "$work/at-13"
expect_error 9 "" acapctl probe --allow-unsigned
acapctl probe --allow-unsigned --json >"$work/stdout" 2>/dev/null || :
expect_json '.devices[0] | (.ok | not) and .soc != null and .source.soc == "vapix" and .source.chip == "catalog" and .memory == null'
expect_exit 0 acapctl probe --no-app --json
expect_json '.devices[0] | .ok and .chip == "artpec8"'
stop_child "${children[-1]}"
