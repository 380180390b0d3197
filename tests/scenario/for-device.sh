#!/bin/bash
# compat and lint narrow to what one device is; options win over what it says.
. "${0%/*}/lib.sh"

compiled_hello hello armv7hf
acapctl -q pack hello --arch armv7hf >package
start_emulator --profile artpec8
unset ACAPCTL_TARGET

expect_exit 9 acapctl compat "$(cat package)" --for "$device_http"
expect_stdout 'is built for armv7hf, ARTPEC-8 is aarch64'
expect_stderr 'Axis Artpec-8, AXIS OS 12.'
expect_exit 9 acapctl compat hello --for "$device_http" --json
expect_json '.combinations | length == 1 and (.[0].axisOs | startswith("12.")) and .[0].chip == "artpec8"'
expect_exit 0 acapctl compat hello --for "$device_http" --chip artpec7 --axis-os 11.11
expect_exit 9 acapctl compat hello --for "$device_http" --chip artpec7 --axis-os 10.5

expect_exit 3 acapctl lint "$(cat package)" --for "$device_http" --json
expect_json '.findings | any(.id == "target-architecture") and any(.id == "target-unsigned")'
expect_exit 0 acapctl lint "$(cat package)" --for "$device_http" --chip artpec7
expect_exit 0 acapctl lint "$(cat package)" --chip 'Axis Artpec-7'

"$repository/tests/data/make-tflite" int8 >small.tflite
expect_exit 0 acapctl inspect small.tflite --for "$device_http" --json
expect_json '.advice | length == 1 and .[0].chip == "artpec8" and .[0].verdict == "dlpu"'

# The device's own failures keep their exit codes, and wrong options are told before it is asked.
AXIS_DEVICE_PASS=wrong expect_error 4 '' acapctl compat hello --for "$device_http"
expect_error 5 '' acapctl lint hello --for http://127.0.0.1:9 --timeout 2s
expect_error 2 'artpec88' acapctl compat hello --for http://127.0.0.1:9 --chip artpec88
