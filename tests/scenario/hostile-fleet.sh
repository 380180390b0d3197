#!/bin/bash
# Devices that send without an end, garbage, nothing, or another certificate harm no other device of a
# command: those get their application, and the recap names the others with what is wrong.
. "${0%/*}/lib.sh"

devices=20 start_emulator --profile artpec8@12.11 --profile artpec7@11.11 --count 10
number=0
while read -r _ http https; do acapctl -q device add "good-$((++number))" "$http"; last=$https; done <"$work/emulator"
acapctl -q device remove good-20
acapctl -q device add stranger "$last" --fingerprint "$(printf '%064d' 7)"
ways=(endless-body endless-error endless-headers garbage garbage-body silent drip deep many elsewhere never-content hang-up)
for way in "${ways[@]}"; do
    "$repository/tests/scenario/hostile-device" "$way" >"$work/port" &
    children+=($!)
    eventually [ -s "$work/port" ]
    acapctl -q device add "$way" "http://127.0.0.1:$(<"$work/port")"
    : >"$work/port"
done

good=$(script_app good 1.0.0 'sleep 600')
all=(-t all --timeout 4s --retries 0)
expect_exit 10 acapctl deploy "${all[@]}" "$good" --allow-unsigned --start --wait 1s --json
expect_json '[.devices[] | select(.ok and .outcome == "installed") | .device[:5]] | length == 19 and all(. == "good-")'
expect_json '[.devices[] | select(.ok | not)] | all(.outcome == "failed" and .error.code != null)'
expect_json '.devices[] | select(.device == "stranger") | .error.exit == 11'
expect_json '.devices[] | select(.device == "endless-error") | .error.message | contains("HTTP 500")'

# Every other verb in the same way.
for verb in "deploy $good --allow-unsigned" list "stop good" "probe --no-app"; do
    # shellcheck disable=SC2086 # its words
    expect_exit 10 acapctl $verb "${all[@]}"
    for way in "${ways[@]}" stranger; do expect_stderr "$way"; done
    expect_stderr_not "error: good-"
done
