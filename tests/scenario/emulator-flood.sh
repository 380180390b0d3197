#!/bin/bash
# A program that floods its output costs the emulator no memory and holds nobody up; the log says what it lost.
. "${0%/*}/lib.sh"

package=$(script_app flood 1.0.0 "exec perl -e '\$| = 1; \$end = time + 4; while (time < \$end) { syswrite(STDOUT, \"x\" x 999 . \"\\n\") }
    sleep 3; print STDERR \"over\\n\"; sleep 60'")
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=1 # else it keeps 256 MB of what was freed
start_emulator
emulator=$(pgrep -f "acapctl-emulator.*$work/device")
peak() { awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$emulator/status"; }
before=$(peak)
expect_exit 0 acapctl deploy "$package" --start --allow-unsigned --wait 5s
for _ in 1 2 3; do expect_exit 0 acapctl list; done
eventually sh -c "'$ACAPCTL' logs flood | grep -F 'Suppressed '"
eventually sh -c "'$ACAPCTL' logs flood | grep -F over"
[ $(($(peak) - before)) -lt 100 ] || fail "$before MB became $(peak) MB"
echo "$before MB became $(peak) MB"
[ "$(stat -c %s "$work/device/artpec8/log")" -le 1048576 ] || fail "the log is too large"
expect_exit 0 acapctl remove flood
