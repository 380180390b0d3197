#!/bin/bash
# The password is in no output, no command line and no file that acapctl writes.
. "${0%/*}/lib.sh"

export ACAPCTL_EMULATOR_PASSWORD=Pa55-phrase-of-the-test
start_emulator
export AXIS_DEVICE_PASS=$ACAPCTL_EMULATOR_PASSWORD
compiled_hello
acapctl -q pack hello --arch aarch64 >/dev/null
(while :; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' >>cmdlines || :; sleep 0.02; done) &
watcher=$!
children+=("$watcher")
for verb in "list" "deploy hello --start --allow-unsigned" "logs hello" "policy show" "remove hello"; do
    for how in "" "-v -v" "--json" "--dry-run" "--curl"; do
        # shellcheck disable=SC2086
        run acapctl $verb $how
        cat "$work/stdout" "$work/stderr" >>output
    done
done
AXIS_DEVICE_PASS=$AXIS_DEVICE_PASS-wrong run acapctl list -v -v
cat "$work/stdout" "$work/stderr" >>output
stop_child $watcher
[ -s cmdlines ] && [ -s output ] || fail "nothing was watched"
grep -q acapctl cmdlines || fail "acapctl was never seen running"
! grep -F -- "$AXIS_DEVICE_PASS" output || fail "the password was printed"
! grep -aF -- "$AXIS_DEVICE_PASS" cmdlines || fail "the password was on a command line"
! grep -rF -- "$AXIS_DEVICE_PASS" "$HOME" hello || fail "the password was written to a file"

# The curl command that --curl prints works as it is printed.
acapctl list --curl >curl.txt
sh -c "$(head -n 1 curl.txt)" | grep -q '<reply result="ok">' || fail "the printed curl command does not work"
