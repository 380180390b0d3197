#!/bin/bash
# A stalled request ends when its client leaves, and does not keep the emulator from ending.
. "${0%/*}/lib.sh"

list=/axis-cgi/applications/list.cgi
start_emulator
set_faults stall
threads() { find /proc/"${children[-1]}"/task -maxdepth 1 | wc -l; }
before=$(threads)
for _ in 1 2 3; do run ask $list -m 0.3; done
quiet_again() { [ "$(threads)" -le "$before" ]; }
eventually quiet_again
ask $list -m 20 >/dev/null 2>&1 &
ended=$!
struck() { [ "$(device_state '.faults[0].struck')" = 4 ]; }
eventually struck
stop_child "${children[-1]}"
wait "$ended" && fail "an answer came from nobody"
true
