#!/bin/bash
# A reboot as a client sees it: refused connections, 503 and "no", then another boot id and a short
# uptime; what starts by itself runs again, the log goes on.
. "${0%/*}/lib.sh"

start_emulator --fault offline:2:1 --fault starting:1
is_ready() { [ "$(device_state .phase)" = ready ]; }
eventually is_ready
compiled_hello
sed -i 's/"never"/"once"/' hello/manifest.json
acapctl -q pack hello --arch aarch64 >/dev/null
ask "/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true" >/dev/null
ask /axis-cgi/applications/upload.cgi -F file=@hello/build/Hello_1_0_0_aarch64.eap
ask "/axis-cgi/applications/control.cgi?action=start&package=hello"
ready() { # "yes UPTIME BOOTID", or nothing
    curl -sS "$device_http/axis-cgi/systemready.cgi" -d '{"apiVersion":"1","method":"systemready"}' |
        jq -r '.data | "\(.systemready) \(.uptime) \(.bootid)"'
}
says() { [[ "$(ready 2>/dev/null)" == "$1 "* ]]; }
before=$(ready)
ask /axis-cgi/firmwaremanagement.cgi -d '{"apiVersion":"1.0","method":"reboot","context":"c"}' |
    jq -e '.method == "reboot" and .context == "c" and .data == {}' >/dev/null
expect_exit 7 curl -sS "$device_http/axis-cgi/param.cgi"
eventually says no
[ "$(ask /axis-cgi/param.cgi -o body -w '%{http_code}')" = 503 ] || fail "no 503 while it starts"
eventually says yes
after=$(ready)
[ "${after##* }" != "${before##* }" ] || fail "the boot id is the same"
ask /axis-cgi/applications/list.cgi | grep -c 'Status="Running"' || fail "it does not run again"
speaks() { ask "/axis-cgi/systemlog.cgi?appname=hello" | grep -c 'hello is running'; }
eventually speaks
ask /axis-cgi/systemlog.cgi | grep -c 'Startup finished' | grep -cx 2

set_faults reboot-mid-install:1 reboot-after-install:1 offline:1
for _ in 1 2; do
    expect_exit 56 ask /axis-cgi/applications/upload.cgi -F file=@hello/build/Hello_1_0_0_aarch64.eap
    eventually says yes
done
[ "$(device_state .counters.installed)" = 2 ] || fail "not installed once by each good upload"
