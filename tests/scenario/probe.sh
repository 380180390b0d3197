#!/bin/bash
# The probe reports what the device can do and who says so, on both architectures, and leaves no
# trace. Without permission for unsigned packages it is refused before the upload.
. "${0%/*}/lib.sh"

for device in artpec8:aarch64 artpec7:armv7hf; do
    start_emulator --profile ${device%:*} --state "$work/${device%:*}"
    expect_error 9 unsigned acapctl probe
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
