#!/bin/bash
# However the emulator ends, nothing that it has started goes on: no sandbox that was just being set up, and
# none that a program without a sandbox has left to itself.
. "${0%/*}/lib.sh"

package=$(script_app napper 1.0.0 "setsid sh -c 'while :; do sleep 1; done' $work/astray &
while :; do sleep 1; done")
is_left() { pgrep -f "$work" >left; } # every one of them has it in its command line
kill_emulator() {
    kill -9 "${children[-1]}"
    wait "${children[-1]}" 2>/dev/null || true
    for _ in $(seq 50); do
        is_left || return 0
        sleep 0.1
    done
    fail "still there: $(xargs ps -o pid,ppid,args <left | cut -c 1-200)"
}

start_emulator --no-sandbox
expect_exit 0 acapctl deploy "$package" --start --allow-unsigned
eventually pgrep -f "$work/astray"
kill_emulator

start_emulator # with what is installed
for delay in 0.00 0.01 0.02 0.03 0.04 0.05 0.07 0.10; do
    ask /axis-cgi/applications/control.cgi -d "action=start&package=napper" >answer 2>&1 &
    sleep $delay
    kill_emulator
    start_emulator
done
expect_exit 0 acapctl start napper
kill_emulator
