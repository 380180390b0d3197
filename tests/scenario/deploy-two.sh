#!/bin/bash
# Two deploys that need AllowUnsigned on one device at once both succeed, and leave it as it was: of one
# user, under two names of the device, they take turns; of two, who is refused switches it on again.
. "${0%/*}/lib.sh"

start_emulator --fault late:1@upload.cgi
one=$(script_app one 1.0.0 'sleep 60')
two=$(script_app two 1.0.0 'sleep 60')
named=http://localhost:${device_http##*:}
together() { # DELAY: how long after the first the second starts; further arguments for its environment
    "$ACAPCTL" deploy "$one" --reinstall --allow-unsigned >one.out 2>one.err &
    local first=$! second status=0
    sleep "$1"
    env "${@:2}" "$ACAPCTL" deploy "$two" --reinstall --allow-unsigned -t "$named" >two.out 2>two.err &
    second=$!
    wait $first || status=$?
    [ $status = 0 ] || { cat one.err; fail "exit $status of the first"; }
    wait $second || status=$?
    [ $status = 0 ] || { cat two.err; fail "exit $status of the second"; }
    expect_exit 0 acapctl policy show --json
    expect_json '.devices[0].allowUnsigned == false'
}
for delay in 0.1 0.5 0.9; do together $delay; done
mkdir other
for delay in 0.1 0.5 0.9; do together $delay HOME="$PWD/other"; done

# A signal ends the wait; what is waited for goes on.
set_faults stall@upload.cgi
"$ACAPCTL" deploy "$one" --reinstall --allow-unsigned 2>one.err >/dev/null &
first=$!
eventually grep "uploading" one.err
"$ACAPCTL" deploy "$two" --reinstall --allow-unsigned 2>two.err >/dev/null &
second=$!
eventually grep "waiting for process $first" two.err
kill -TERM $second
status=0 && wait $second || status=$?
[ $status = 130 ] || { cat two.err; fail "exit $status of who waited"; }
policy_is true || fail "the policy of the first was closed"
kill -TERM $first
wait $first || policy_is false || fail "the policy is still on"
