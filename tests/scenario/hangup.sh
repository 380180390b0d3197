#!/bin/bash
# A terminal that is closed: what was changed on the device is put back, the application of `run` is
# stopped, and nothing goes on.
. "${0%/*}/lib.sh"

start_emulator --profile artpec7
package=$(script_app ticker 1.0.0 'while echo tick; do sleep 0.2; done')
set_faults stall@upload.cgi
at_terminal "$ACAPCTL" deploy "$package" --allow-unsigned
eventually policy_is true
hang_up
eventually ended_with 130
policy_is false || fail "the policy is still on"
for signals in "HUP HUP" "HUP TERM" "QUIT" "TERM TERM"; do # as kernel and shell, systemd, and timeout(1) send them
    "$ACAPCTL" deploy "$package" --allow-unsigned 2>err >out &
    deploy=$!
    eventually policy_is true
    for signal in $signals; do kill "-$signal" $deploy && sleep 0.01; done
    status=0 && wait $deploy || status=$?
    [ $status = 130 ] || { cat err; fail "exit $status after $signals"; }
    policy_is false || fail "the policy is still on after $signals"
done
set_faults
acapctl -q new hello >/dev/null
at_terminal "$ACAPCTL" run hello --engine host --allow-unsigned
running() { acapctl list --json | jq -e '.devices[0].applications[] | select(.name == "hello").status == "Running"'; }
eventually running
hang_up
eventually ended_with 130
! running || fail "the application of run goes on"

at_terminal "$ACAPCTL" emulate --port 0 --state second
eventually test -e second
hang_up
eventually ended_with 0
