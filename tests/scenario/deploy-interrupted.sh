#!/bin/bash
# Ctrl-C and SIGTERM in the middle of an upload: the policy is put back, the old version stays. One
# who insists is told what is left undone, and how to do it.
. "${0%/*}/lib.sh"

compiled_hello
acapctl -q pack hello --arch aarch64 >/dev/null
start_emulator
stalled() { [ "$(device_state '[.faults[].struck] | add')" = 1 ]; }
start_deploy() { # and wait until its upload stalls
    set_faults stall@upload.cgi
    "$ACAPCTL" deploy hello --allow-unsigned --json >"$work/stdout" 2>"$work/stderr" &
    deploy=$!
    children+=("$deploy")
    eventually stalled
}
expect_interrupted() {
    status=0 && wait "$deploy" || status=$?
    [ $status = 130 ] || { show_last; fail "exit $status of an interrupted deploy"; }
}
for signal in INT TERM; do
    start_deploy
    kill -$signal "$deploy"
    expect_interrupted
    expect_json '.devices[0].outcome | . == "untouched" or . == "unknown"'
    expect_stderr "switched off again"
    set_faults
    expect_exit 0 acapctl policy show --json
    expect_json '.devices[0].allowUnsigned == false'
    expect_exit 0 acapctl list --json
    expect_json '.devices[0].applications == []'
done
start_deploy
set_faults stall@config.cgi
kill -INT "$deploy"
eventually stalled
kill -INT "$deploy"
expect_interrupted
expect_stderr "warning: AllowUnsigned may still be on; the next command to the device switches it off;"
expect_stderr "'acapctl policy set allow-unsigned false -t $device_http'"
