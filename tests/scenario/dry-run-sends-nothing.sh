#!/bin/bash
# --dry-run and --curl of every verb that talks to devices: shown, and not one request is sent. `deploy
# --dry-run` and `probe --dry-run` ask what the device has, and change nothing.
. "${0%/*}/lib.sh"

start_emulator
export ACAPCTL_TARGET=$device_http
compiled_hello
acapctl -q new made >/dev/null
package=$(acapctl -q pack hello --arch aarch64)
echo '<key/>' >key.xml
verbs=0
# sends_nothing VERB...: with either option.
sends_nothing() {
    local option
    for option in --dry-run --curl; do
        curl -sSf -X DELETE "$device_http/emulator/counters" >"$work/counters"
        expect_exit 0 acapctl "$@" "$option"
        [ "$(device_state .counters.requests)" = 0 ] || fail "$* $option sent something"
        expect_stdout /axis-cgi/
    done
    verbs=$((verbs + 1))
}
sends_nothing list
sends_nothing device show
sends_nothing logs hello
sends_nothing start hello
sends_nothing stop hello
sends_nothing restart hello
sends_nothing remove hello
sends_nothing params get hello
sends_nothing params set hello Name=value
sends_nothing policy show
sends_nothing policy set allow-unsigned true
sends_nothing license install key.xml hello
sends_nothing license remove hello
sends_nothing wait --for running hello
sends_nothing run made --engine host --allow-unsigned
# What talks to devices is not even loaded.
for words in --version "list --dry-run"; do
    # shellcheck disable=SC2086 # words
    [ "$(LD_DEBUG=files "$ACAPCTL" $words 2>&1 | grep -c libcurl)" = 0 ] || fail "$words loads libcurl"
done
[ "$(LD_DEBUG=files "$ACAPCTL" list 2>&1 | grep -c libcurl)" != 0 ] || fail "not seen how list loads libcurl"
[ ! -e made/build ] || fail "run --dry-run has built"
[ $verbs = 15 ] || fail "$verbs verbs"

curl -sSf -X DELETE "$device_http/emulator/counters" >"$work/counters"
for verb in deploy "probe --package"; do
    # shellcheck disable=SC2086 # words
    expect_exit 0 acapctl $verb "$package" --curl
    [ "$(device_state .counters.requests)" = 0 ] || fail "$verb --curl sent something"
done
before=$(device_state .applications)
expect_exit 0 acapctl deploy "$package" --dry-run --allow-unsigned
expect_exit 0 acapctl probe --package "$package" --dry-run --allow-unsigned
[ "$(device_state .applications)" = "$before" ] || fail "deploy --dry-run changed the device"
policy_is false
