#!/bin/bash
# A policy that a killed deploy left on, and that cannot be switched off now, is told; the next command tries
# again. A deploy does not take it for the device's own setting, nor switch off what a person has set meanwhile.
. "${0%/*}/lib.sh"

start_emulator
package=$(script_app hello 1.0.0 'sleep 60')
kill_deploy() {
    set_faults stall@upload.cgi
    "$ACAPCTL" deploy "$package" --allow-unsigned 2>deploy.err >/dev/null &
    children+=($!)
    eventually policy_is true
    kill -KILL $!
    wait $! 2>/dev/null || set_faults
}
kill_deploy
set_faults unavailable@config.cgi
expect_exit 0 acapctl list
expect_stderr "cannot be switched off now"
set_faults
expect_exit 0 acapctl list
expect_stderr "switched off again"
policy_is false || fail "it is still on"

kill_deploy
expect_exit 4 env AXIS_DEVICE_PASS=wrong "$ACAPCTL" list
expect_stderr "AllowUnsigned may still be on"
expect_exit 9 acapctl deploy "$package" --dry-run
expect_stderr "AllowUnsigned was left on"
expect_exit 0 env AXIS_DEVICE_PASS=wrong "$ACAPCTL" wait --for ready
expect_stderr "AllowUnsigned may still be on"
expect_exit 0 acapctl wait --for ready
expect_stderr "switched off again"

kill_deploy
echo '{' | tee "$HOME"/.local/state/acapctl/policies/*.json
expect_exit 0 acapctl list
expect_stderr "switched off again"

kill_deploy
expect_exit 0 acapctl deploy "$package" --allow-unsigned
expect_stderr "AllowUnsigned was left on"
policy_is false || fail "the next deploy took it for the device's own"

set_faults late:4@upload.cgi
"$ACAPCTL" deploy "$package" --reinstall --allow-unsigned 2>deploy.err >/dev/null &
deploy=$!
eventually policy_is true
expect_exit 0 acapctl policy set allow-unsigned true
wait "$deploy" || fail "the deploy failed: $(<deploy.err)"
policy_is true || fail "the deploy has switched off what a person set"
grep -F "set by another command in the meantime, and left so" deploy.err
