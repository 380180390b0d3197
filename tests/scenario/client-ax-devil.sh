#!/bin/bash
# The requests of ax-devil-device-api: what is answered without a login, the network in param.cgi, an application from
# its upload to its removal, restart.cgi, and the server report.
. "${0%/*}/lib.sh"

package=$(script_app demo 1.0.0 'sleep 100')
add_signature "$package"
start_emulator
anonymous() { curl -sS -m 20 -H 'Content-Type: application/json' --data "$2" "$device_http/axis-cgi/$1.cgi"; }
ready() { anonymous systemready '{"apiVersion":"1.1","method":"systemready","params":{"timeout":20}}'; }
device() { curl -sS -m 20 --digest -u root:pass "$@"; }

[ "$(ready | jq -r .data.systemready)" = yes ] || fail "not ready"
anonymous apidiscovery '{"apiVersion":"1.0","method":"getApiList"}' | jq -e '.data.apiList | length > 20' >/dev/null || fail "no APIs"
anonymous basicdeviceinfo '{"apiVersion":"1.0","method":"getAllUnrestrictedProperties"}' |
    jq -e '.data.propertyList | .ProdNbr == "P3265-V" and (has("Soc") | not)' >/dev/null || fail "no properties"
param() { device "$device_http/axis-cgi/param.cgi?action=list&group=$1"; }
[ "$(param Network.HostName)" = "Network.HostName=axis-b8a44fe08010" ] || fail "no host name"
[ "$(param Network.eth0.MACAddress)" = "Network.eth0.MACAddress=B8:A4:4F:E0:80:10" ] || fail "no address of the card"
param Network.eth0.IPAddress | grep -c '=[0-9.]*$' >/dev/null || fail "no address"
param Properties.API | grep -c '^Properties.API.WebSocket.RTSP.RTSP=yes$' >/dev/null || fail "no APIs in the properties"

apps=$device_http/axis-cgi/applications
[ "$(device -F "packfil=@$package" "$apps/upload.cgi")" = OK ] || fail "upload"
[ "$(device "$apps/control.cgi?action=start&package=demo")" = OK ] || fail "start"
status() { device "$apps/list.cgi" | sed -n 's/.*Name="demo".* Status="\([A-Za-z]*\)".*/\1/p'; }
[ "$(status)" = Running ] || fail "it does not run"
device "$device_http/axis-cgi/serverreport.cgi?mode=text" | grep -c 'root.Properties.System.Soc=' >/dev/null || fail "no report"
[ "$(device "$apps/control.cgi?action=remove&package=demo")" = OK ] && [ -z "$(status)" ] || fail "remove"
boot() { ready | jq -r .data.bootid; }
before=$(boot)
[ "$(device -o /dev/null -w '%{http_code}' "$device_http/axis-cgi/restart.cgi")" = 200 ] || fail "restart"
came_back() { [ "$(ready | jq -r .data.systemready)" = yes ] && [ "$(boot)" != "$before" ]; }
eventually came_back
