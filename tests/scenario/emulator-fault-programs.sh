#!/bin/bash
# A program that dies at its start, one that crashes, and control.cgi that refuses.
. "${0%/*}/lib.sh"

start_emulator
compiled_hello
sed -i 's/"never"/"respawn"/' hello/manifest.json
acapctl -q pack hello --arch aarch64 >/dev/null
ask "/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true" >/dev/null
ask /axis-cgi/applications/upload.cgi -F file=@hello/build/Hello_1_0_0_aarch64.eap
control() { ask /axis-cgi/applications/control.cgi -d "action=$1&package=hello"; }
expect_control() { [ "$(control "$1")" = "$2" ] || fail "$1 is not answered with $2"; }
logged() { ask /axis-cgi/systemlog.cgi | grep -cF -- "$1"; }
status_is() { ask /axis-cgi/applications/list.cgi | grep -c "Status=\"$1\""; }

set_faults dies-at-start
expect_control start OK
eventually logged "Start request repeated too quickly."
logged "error while loading shared libraries"
logged "status=127/n/a"
eventually status_is Stopped

set_faults crash-loop:1
expect_control start OK
eventually logged "code=killed, status=11/SEGV"
eventually status_is Running # the second start is good

set_faults start-error:8 stop-error:10:1 remove-error:4:1
expect_control stop "Error: 10"
expect_control restart "Error: 8"
status_is Running || fail "it was stopped before it could not start"
expect_control stop OK
expect_control start "Error: 8"
expect_control remove "Error: 4"
expect_control remove OK
