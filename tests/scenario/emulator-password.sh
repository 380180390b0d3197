#!/bin/bash
# Without ACAPCTL_EMULATOR_PASSWORD the password is random: told as a line for the shell, kept for the next start, one
# for all devices, and nobody else's.
. "${0%/*}/lib.sh"

unset ACAPCTL_EMULATOR_PASSWORD
devices=2 start_emulator --count 2
[ "$(wc -l <"$work/emulator.err")" = 1 ] || { cat "$work/emulator.err"; fail "more than one line"; }
line=$(<"$work/emulator.err")
[[ $line =~ ^export\ AXIS_DEVICE_PASS=[0-9a-f]{24}$ ]] || fail "not a line for the shell: $line"
[ "$(stat -c '%a %F' "$work/device/password")" = "600 regular file" ] || fail "the file is not its owner's alone"
expect_exit 4 acapctl list # with 'pass'
eval "$line"
expect_exit 0 acapctl list -t "$device_http" -t "$second_http"
stop_child "${children[-1]}"

start_emulator
[ "$(<"$work/emulator.err")" = "$line" ] || fail "another password at the next start"
stop_child "${children[-1]}"
chmod 644 "$work/device/password"
expect_error 3 "open to others" "$ACAPCTL" emulate --port 0 --state "$work/device"
export ACAPCTL_EMULATOR_PASSWORD=given
start_emulator
[ ! -s "$work/emulator.err" ] || fail "a given password is told"
AXIS_DEVICE_PASS=given expect_exit 0 acapctl list
