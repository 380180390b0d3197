#!/bin/bash
# An application that writes 1000 lines a second, through rotations of the log and a restart of it: every
# line once and in order, or a mark where the device had dropped lines before they could be fetched.
. "${0%/*}/lib.sh"

start_emulator
# The first run goes on until it is stopped, the second one ends.
# shellcheck disable=SC2016 # for the shell of the device
package=$(script_app counter 1.0.0 'last=1000000
[ -e "${0%/*}/localdata/second" ] && last=2000
: >"${0%/*}/localdata/second"
i=0
while [ $i -lt $last ]; do i=$((i + 1)); echo "line $i"; [ $((i % 25)) = 0 ] && sleep 0.02; done
echo finished
sleep 60')
expect_exit 0 acapctl deploy "$package" --allow-unsigned
"$ACAPCTL" logs counter --until '^finished' --wait 60s --json >followed 2>follower.err &
follower=$!
expect_exit 0 acapctl start counter
for _ in 1 2; do
    sleep 0.7
    curl -sSf -X POST "$device_http/emulator/log/rotate" >/dev/null
done
expect_exit 0 acapctl restart counter
wait $follower || fail "logs --until ended with $?: $(cat follower.err; tail -3 followed)"
jq -r 'if .gap then "gap" elif .process == "counter" then "\(.pid) \(.message)" else empty end' followed >lines
awk '$1 == "gap" { gap = 1; gaps++; next }
    $2 != "line" { next }
    $1 != pid { pid = $1; runs++; before = 0 }
    $3 != before + 1 && !(gap && $3 > before) { print "after line " before " came " $3; wrong = 1 }
    { before = $3; gap = 0 }
    END { print runs " runs, " gaps + 0 " gaps"; exit wrong || runs != 2 || before != 2000 }' lines ||
    fail "lines repeated, lost or out of order"
