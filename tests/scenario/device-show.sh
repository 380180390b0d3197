#!/bin/bash
# Everything known about a device, asked now; remembered with its age when it cannot be reached.
. "${0%/*}/lib.sh"

start_emulator
acapctl -q device add door "$device_https" --group lab
expect_error 3 "nothing is remembered" acapctl device show door --cached
expect_exit 0 acapctl device show door --trust-new --json
expect_json '.devices[0] | .ok and .model == "P3265-V" and .architecture == "aarch64" and .login == "basic" and
    .policies.allowUnsigned == false and .applications == 0 and (.apis | length > 3) and
    .certificate.pinned and .groups == ["lab"] and .cached == false and (.serial | length == 12)'
fresh=$(jq -c '.devices[0] | del(.cached, .asOf)' "$work/stdout")
expect_exit 0 acapctl device list --json
expect_json '.devices[0].model == "P3265-V"'
expect_exit 0 acapctl device show -t door
expect_stdout "P3265-V"
! grep -q remembered "$work/stdout" || fail "fresh facts are called remembered"

stop_child "${children[0]}"
expect_exit 0 acapctl device show door --cached --json
expect_json ".devices[0] | .cached and (.asOf | test(\"Z$\")) and del(.cached, .asOf) == $fresh"
expect_exit 5 acapctl device show door
expect_stdout "less than a minute ago"
expect_stdout "P3265-V"
expect_stderr "cannot connect"
expect_exit 5 acapctl device show door --json
expect_json '.devices[0] | (.ok | not) and .cached and .model == "P3265-V" and .error.exit == 5'

for file in "$HOME"/.cache/acapctl/devices/*.description.json; do
    jq '.value = {model: 7, serial: "a\u001b[2J", apis: [1], policies: "x", applications: -1, certificate: {subject: 3}}' \
        "$file" >damaged && mv damaged "$file"
done
expect_exit 0 acapctl device show door --cached
! grep -q $'\033' "$work/stdout" || fail "a control character was obeyed"
