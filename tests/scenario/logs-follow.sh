#!/bin/bash
# Following a log shows every line once, in order, ends at --until, and times out with exit 12.
. "${0%/*}/lib.sh"

start_emulator
# shellcheck disable=SC2016 # for the shell of the device
package=$(script_app counter 1.0.0 'i=0
while [ $i -lt 300 ]; do i=$((i + 1)); echo "line $i"; [ $((i % 30)) = 0 ] && sleep 0.3; done
echo finished
sleep 60')
expect_exit 0 acapctl deploy "$package" --allow-unsigned
"$ACAPCTL" logs counter --until '^finished' --wait 30s --json >followed 2>/dev/null &
follower=$!
sleep 0.5
expect_exit 0 acapctl start counter
wait $follower || { tail -3 followed; acapctl logs counter | tail -3; fail "logs --until ended with $?"; }
jq -r 'select(.process == "counter") | .message' followed | grep '^line' >lines
seq -f 'line %g' 300 | diff - lines || fail "lines repeated, lost or out of order"
expect_exit 12 acapctl logs counter --until 'never said' --wait 1s
expect_exit 0 acapctl logs counter --grep 'line 30[0]'
[ "$(wc -l <"$work/stdout")" = 1 ] || fail "--grep shows more than asked for"
