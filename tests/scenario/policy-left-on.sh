#!/bin/bash
# A deploy that is killed leaves AllowUnsigned on: the next command switches it off and says so, also under
# another name of the device. Not a dry run, not while another one lives, not what a person has set.
. "${0%/*}/lib.sh"

start_emulator
package=$(script_app hello 1.0.0 'sleep 60')
start_deploy() {
    set_faults stall@upload.cgi
    "$ACAPCTL" deploy "$package" --allow-unsigned 2>deploy.err >/dev/null &
    deploy=$!
    children+=("$deploy")
    eventually policy_is true
}
kill_deploy() { kill -KILL "$deploy"; wait "$deploy" 2>/dev/null || set_faults; }
notes() { find "$HOME/.local/state/acapctl/policies" -maxdepth 1 -name '*.json'; }
expect_silence() { [ ! -s "$work/stderr" ] || { show_last; fail "stderr is not empty"; }; }

start_deploy
[ "$(stat -c %a "$(notes)")" = 600 ] || fail "the note can be read by others"
expect_exit 0 acapctl -q list
policy_is true || fail "the policy of a living deploy was closed"
kill_deploy
expect_exit 0 acapctl list --curl
expect_exit 0 acapctl deploy "$package" --dry-run --allow-unsigned
policy_is true || fail "a dry run has closed it"
expect_exit 0 acapctl policy show --json -t "http://localhost:${device_http##*:}"
expect_stderr "AllowUnsigned was left on by a deploy that was killed after 20"
expect_json '.devices[0].allowUnsigned == false'
expect_exit 0 acapctl -q list
expect_silence
[ -z "$(notes)" ] || fail "the note is still there"

# Another device that claims its serial number makes nobody forget it: by its answers, by a deploy to it, or by what
# a person sets there.
start_deploy
kill_deploy
honest=$ACAPCTL_TARGET honest_https=$device_https
start_emulator --state "$work/liar"
expect_exit 0 acapctl list
expect_exit 0 acapctl deploy "$package" --allow-unsigned
expect_exit 0 acapctl policy set allow-unsigned true
expect_exit 0 acapctl list
expect_stderr "only its serial number says that it is the device at ${honest#http://}"
device_https=$honest_https device_http=$honest ACAPCTL_TARGET=$honest
policy_is true || fail "it was another device"
expect_exit 0 acapctl list
expect_stderr "switched off again"
policy_is false && [ -z "$(notes)" ] || fail "it is still on, or noted"

start_deploy
kill_deploy
expect_exit 0 acapctl policy set allow-unsigned true
expect_silence
expect_exit 0 acapctl -q list
policy_is true || fail "what a person has set was closed"
