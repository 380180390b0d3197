#!/bin/bash
# The command itself: its help names what the emulator knows, a list of faults is JSON on demand, a port that another
# program has is no wrong usage, and a device is reached at both loopback addresses and at those that --listen names.
. "${0%/*}/lib.sh"

expect_exit 0 acapctl emulate --help
for word in ACAPCTL_EMULATOR_PASSWORD 18080 strict $("${ACAPCTL%/*}/acapctl-emulator" --help |
    sed -n '/^Chips/,$p' | awk '/^  / { print $1 } /^AXIS OS:/ { gsub(",", ""); for (i = 3; i <= NF; i++) print $i }'); do
    expect_stdout "$word"
done
expect_exit 0 acapctl emulate --fault list --json
expect_json '.kind == "acapctl.emulate-faults/v1" and (.faults | length) > 20 and
    (.faults[] | select(.name == "error") | .value == "code" and .at == "upload.cgi")'
[ "$(jq -r '.faults[].name' "$work/stdout")" = "$(acapctl emulate --fault list | cut -f1)" ] || fail "two lists"
[ "$("$repository/tests/scenario/on-screen" 80 "$ACAPCTL" emulate --fault list | awk 'NR == 1 { print $1, $NF } length > 80')" = "FAULT EFFECT" ] ||
    fail "no table of 80 columns"
expect_error 2 "--port: Value 99999 not in range 0 to 65535" acapctl emulate --port 99999
expect_error 2 "knows no chip 'artpec1'" acapctl emulate --profile artpec1
expect_stderr "error: "
expect_stderr_not acapctl-emulator

start_emulator
port=${device_http##*:}
expect_exit 1 acapctl emulate --port "$port" --state "$work/other" --json
expect_json '.error | .code == "port-in-use" and .exit == 1 and .retryable and (.hint | contains("--port 0"))'
expect_exit 1 acapctl emulate --port "$port" --state "$work/other"
expect_stderr 'Address already in use'
expect_exit 2 acapctl emulate --listen nowhere --port 0 --state "$work/other"
expect_stderr "'nowhere' is no IP address"

code() { curl -sS -m 10 -o /dev/null -w '%{http_code}' "$@"; }
if grep -q ' lo$' /proc/net/if_inet6 2>/dev/null; then
    [ "$(code "http://[::1]:$port/emulator")" = 200 ] || fail "::1 is not served"
fi
[ "$(code "http://127.0.0.12:$port/emulator")" = 200 ] || fail "127.0.0.12 is not served"
[ "$(code -H 'Host: camera' "$device_http/emulator")" = 403 ] || fail "a foreign name was served"
start_emulator --listen 127.0.0.2 --host camera --state "$work/listening"
[[ $device_http == http://127.0.0.2:* ]] || fail "another address: $device_http"
[ "$(code -H 'Host: camera:80' "$device_http/emulator")" = 200 ] || fail "--host has no effect"
[ "$(code -H 'Host: elsewhere' "$device_http/emulator")" = 403 ] || fail "a foreign name was served"

# Without what keeps its applications it says so, and does not begin.
mkdir "$work/bin" && cp "${ACAPCTL%/*}/acapctl-emulator" "$work/bin"
expect_exit 1 "$work/bin/acapctl-emulator" --port 0
expect_stderr "acapctl-keeper is missing"
