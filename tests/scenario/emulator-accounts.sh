#!/bin/bash
# A fresh device gets its first account; roles, application parameters and a licence survive a restart.
. "${0%/*}/lib.sh"

mkdir app
cat >app/manifest.json <<'END'
{"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "app", "appId": "4711", "architecture": "all",
  "vendor": "V", "version": "2.0.0", "runMode": "never"}, "copyProtection": {"method": "axis"},
  "configuration": {"paramConfig": [{"name": "Speed", "default": "10", "type": "int:min=0;max=99"}]}}}
END
printf '#!/bin/sh\n' >app/app && chmod +x app/app && echo licence >app/LICENSE
acapctl -q pack app -o . >/dev/null
add_signature app_2_0_0_all.eap
says() { grep -qF -- "$1" <<<"$2" || fail "no '$1' in: $2"; }
ask() { curl -sk --anyauth -u "${user-boss:secret}" "$@"; }
status() { ask -o /dev/null -w '%{http_code}' "$@"; }

start_emulator --profile artpec8+fresh
says "Axis-Setup: vapix" "$(curl -si "$device_http/axis-cgi/applications/list.cgi")"
expect_error 4 "no account yet" acapctl list
says "Created account boss." "$(curl -s "$device_http/axis-cgi/pwdgrp.cgi" -d 'action=add&user=boss&pwd=secret&grp=root&sgrp=admin')"
says "Created account joe." "$(ask "$device_https/axis-cgi/pwdgrp.cgi" -d 'action=add&user=joe&pwd=x&grp=users&sgrp=operator:viewer')"
apps=$device_https/axis-cgi/applications
param=$device_https/axis-cgi/param.cgi
[ "$(user=joe:x status "$apps/list.cgi") $(status "$apps/list.cgi")" = "401 200" ] || fail "roles"
says OK "$(ask -F file=@app_2_0_0_all.eap "$apps/upload.cgi")"
says app.Speed=10 "$(user=joe:x ask "$param?action=list&group=app")"
[ "$(user=joe:x status "$param?action=update&app.Speed=11")" = 401 ] || fail "an operator wrote a parameter"
says "Error setting 'root.app.Speed' to '100'" "$(ask "$param?action=update&root.app.Speed=100")"
[ "$(ask "$param?action=update&root.app.Speed=11")" = OK ] || fail "the parameter was not set"

license() { printf 'ApplicationID=%s\nSerialNumber=%s\n' "$1" "$2" | ask -F licenseKey=@- "$apps/license.cgi?action=uploadlicensekey&package=app"; }
says 'License="Missing"' "$(ask "$apps/list.cgi")"
says "Error: 25" "$(license 1 '*')"
says "Error: 30" "$(license 4711 000000000000)"
says OK "$(license 4711 '*')"
stop_child "${children[-1]}"
start_emulator --profile artpec8+fresh
apps=$device_https/axis-cgi/applications
says 'License="Valid" LicenseExpirationDate="0"' "$(ask "$apps/list.cgi")"
says root.app.Speed=11 "$(ask "$device_https/axis-cgi/param.cgi?action=list&group=root.app")"
says OK "$(ask "$apps/license.cgi?action=removelicensekey&package=app")"
says "Error: 23" "$(ask "$apps/license.cgi?action=removelicensekey&package=app")"
