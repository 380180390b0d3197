#!/bin/bash
# Of many devices a person sees a table of the work or one line of it, each one in the result, those that failed with their reason, what
# is said of several once, and at the end how many are well; a script gets the same columns as of one.
. "${0%/*}/lib.sh"

devices=6 start_emulator --count 6
cameras=()
while read -r _ http _; do
    cameras+=("$http")
    acapctl -q device add "cam${#cameras[@]}" "$http" --group lab
done <"$work/emulator"
acapctl -q device add cam7 http://127.0.0.1:1 --group lab
columns() { tr -cd '\t\n' <"$work/stdout" | sort -u; }

# In a pipe.
expect_exit 0 acapctl policy show -t cam1
one=$(columns)
expect_exit 10 acapctl policy show -t @lab
[ "$(columns)" = "$one" ] || { show_last; fail "other columns for many"; }
[ "$(wc -l <"$work/stdout")" = 7 ] || { show_last; fail "not a row for each device"; }
grep -c "^cam7	-	failed: cannot connect to 127.0.0.1 port 1" "$work/stdout"
expect_stderr "error: cam7: cannot connect"
[ "$(tail -n 1 "$work/stderr")" = "6 of 7 devices: ok" ] || { show_last; fail "no last line"; }
expect_exit 10 acapctl list -t @lab
[ "$(cat "$work/stdout")" = "$(printf 'cam7\t-\t-\tfailed: %s\t-\t-\t-' 'cannot connect to 127.0.0.1 port 1: Connection refused')" ] ||
    { show_last; fail "list has another row for the device that failed"; }
expect_stderr "cam1, cam2, cam3, cam4, cam5, cam6: no application is installed"

# At a terminal, where one device does not answer.
screen() {
    status=0
    env -u CI "$repository/tests/scenario/on-screen" 80 "$ACAPCTL" "$@" >"$work/screen" || status=$?
    sed -i 's/\x1b\[[0-9;]*m//g' "$work/screen"
}
shown() { grep -cF -- "$1" "$work/screen" || { cat "$work/screen"; fail "'$1' is not on the screen"; }; }
curl -sSf -X PUT -d '{"faults":["stall"]}' -o faults "${cameras[1]}/emulator/faults"
NO_COLOR=1 screen policy show -t @lab --timeout 4
[ $status = 10 ] || { cat "$work/screen"; fail "exit $status"; }
shown "of 7 devices done; waiting for cam2 (2 s)"
shown "cam7    -               failed"
shown "error: cam7: cannot connect to 127.0.0.1 port 1"
shown "  hint: is the device on"
[ "$(grep -c "Connection refused" "$work/screen")" = 1 ] || { cat "$work/screen"; fail "a reason is told twice"; }
[ "$(tail -n 1 "$work/screen")" = "5 of 7 devices: ok" ] || { cat "$work/screen"; fail "no last line"; }
screen policy show -t @lab --timeout 4
[ $status = 10 ] || { cat "$work/screen"; fail "exit $status"; }
shown "failed: cam7: cannot connect to 127.0.0.1 port 1"
shown "7 devices: 5 done, 1 failed, 1 running, 0 waiting"
shown "  cam2     2 s"
grep -qF $'\x1b[2A\x1b[J' "$work/screen" || { cat -v "$work/screen"; fail "the table stays"; }
[ "$(tail -n 1 "$work/screen")" = "5 of 7 devices: ok" ] || { cat -v "$work/screen"; fail "no last line"; }

# Ctrl-C ends it at once, and what is known is told.
status=0
timeout --preserve-status -s INT 1.5 "$ACAPCTL" policy show -t @lab >"$work/stdout" 2>"$work/stderr" || status=$?
[ $status = 130 ] || { show_last; fail "exit $status after Ctrl-C"; }
grep -c "^cam2	-	failed: interrupted" "$work/stdout"
expect_stderr "error: cam2: interrupted"
expect_stderr "5 of 7 devices: ok"

screen policy show -t cam2 --timeout 4
shown "waiting for cam2 (3 s)"
screen policy show -t cam1
! grep -E 'waiting|done' "$work/screen" || fail "a status line for what is quick"
