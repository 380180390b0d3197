#!/bin/bash
# Processes that come and go on this machine while applications start, crash and stop: every request is answered,
# and a start in the moment of a restart by itself harms nothing.
. "${0%/*}/lib.sh"

start_emulator --profile artpec7@10.12
for app in c1 c2; do
    script_app $app 1.0.0 "exec sleep 1000" >packed
    sed -i 's/never/respawn/; s/1.7.0/1.3/' $app/manifest.json && package=$(acapctl -q pack $app)
    expect_exit 0 acapctl deploy "$package"
done
set_faults crash-loop
(while :; do /bin/true; done) 2>/dev/null &
children+=($!)
end=$((SECONDS + 15))
while [ $SECONDS -lt $end ]; do
    for app in c1 c2; do
        for action in start start restart; do
            answer=$(curl -s -m 20 --digest -u root:pass -w '%{http_code}' \
                "$device_http/axis-cgi/applications/control.cgi?action=$action&package=$app") || fail "no answer"
            case $answer in *200) ;; *) fail "$action: $answer" ;; esac
        done
    done
    sleep 0.$((RANDOM % 10))
done
set_faults
expect_exit 0 acapctl list
[ ! -s "$work/emulator.err" ] || { cat "$work/emulator.err"; fail "something was thrown"; }
