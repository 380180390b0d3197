#!/bin/bash
# A device upgrades from AXIS OS 12.11 to 13 with the applications it has; one that 13 does not take back rolls the
# whole upgrade back, and the log says which and why; compat said so before, from what it knows itself. After a factory default 13 serves HTTPS alone.
. "${0%/*}/lib.sh"

packed() { # NAME RANGE-MAX [MORE MEMBERS OF acapPackageConf]: NAME.eap, signed
    mkdir "$1"
    printf '{"schemaVersion": "2.2.0", "acapPackageConf": {"setup": {"appName": "%s", "architecture": "all",
        "vendor": "V", "vendorId": "0123456789", "version": "1.0.0", "runMode": "once",
        "compatibleOsVersions": [{"min": "12.10", "max": "%s"}]}%s}}' "$1" "$2" "${3-}" >"$1/manifest.json"
    printf '#!/bin/sh\necho up; exec sleep 1000\n' >"$1/$1" && chmod +x "$1/$1" && echo free >"$1/LICENSE"
    printf '#!/bin/sh\necho prepared >localdata/prepared\n' >"$1/prepare.sh" && chmod +x "$1/prepare.sh"
    acapctl -q pack "$1" -o . >/dev/null && mv "$1"_*.eap "$1.eap" && add_signature "$1.eap"
}
packed first 13 ', "installation": {"postInstallScript": "prepare.sh"}'
packed second 13
packed third 13
packed blocker 12

start_emulator
apps=/axis-cgi/applications
for app in first second blocker; do
    [ "$(ask $apps/upload.cgi -F "file=@$app.eap")" = OK ] || fail "$app is not installed"
done
expect_exit 0 acapctl deploy third.eap
[ "$(ask $apps/control.cgi -d 'action=start&package=second')" = OK ] || fail "second does not start"
firmware() { ask /axis-cgi/firmwaremanagement.cgi "$@"; }
upgrade() { # AXIS-OS: its answer
    printf 'acapctl-emulator firmware\naxis-os %s\n' "$1" >image
    firmware -F 'data={"apiVersion":"1.0","method":"upgrade","params":{}};type=application/json' -F firmwareImage=@image
}
axis_os() { firmware -d '{"method":"status"}' | jq -r .data.activeFirmwareVersion; }
back_with() { [ "$(device_state .phase)" = ready ] && [ "$(device_state .axisOs)" = "$1" ] && [ "$(device_state .bootId)" != "$2" ]; }
logged() { ask /axis-cgi/systemlog.cgi | grep -cF -- "$1" >/dev/null || fail "the log does not say: $1"; }

expect_exit 9 acapctl compat -t "$device_http" --axis-os 13 --packages . --html site.html
expect_stdout "$(printf 'blocker\t1.0.0\tnot ready\tneeds AXIS OS')"
for app in first second third; do expect_stdout "$(printf '%s\t1.0.0\tready\t' $app)"; done
grep -cF 'not ready' site.html >/dev/null || fail "the page does not say it"
expect_exit 0 acapctl compat -t "$device_http" --axis-os 12.11 --packages . --strict
expect_exit 9 acapctl compat -t "$device_http" --axis-os 13 # what was deployed from here is known
expect_stdout "$(printf 'third\t1.0.0\tready\tby its package')"
expect_stdout "$(printf 'first\t1.0.0\tunknown\t')"

boot=$(device_state .bootId)
[ "$(upgrade 13 | jq -r .data.firmwareVersion)" = 13.0.33 ] || fail "the upgrade does not begin"
eventually back_with 12.11.77 "$boot"
logged "Upgrading AXIS OS 12.11.77 to 13.0.33"
logged "Failed to reinstall application 'blocker' (code 5)"
logged "AXIS OS 13.0.33 is rolled back to 12.11.77"
expect_exit 0 acapctl list --json
expect_json '.devices[0].applications | length == 4 and ([.[] | select(.status == "Running").name] == ["second"])'

[ "$(ask $apps/control.cgi -d 'action=remove&package=blocker')" = OK ] || fail "blocker is not removed"
expect_exit 0 acapctl compat -t "$device_http" --axis-os 13 --packages . --strict
boot=$(device_state .bootId)
upgrade 13 >/dev/null
eventually back_with 13.0.33 "$boot"
logged "AXIS OS 13.0.33 is committed"
expect_exit 0 acapctl list --json
expect_json '.devices[0].applications | length == 3 and ([.[] | select(.status == "Running").name] == ["second"])'
stop_child "${children[-1]}"
start_emulator # with the same state
[ "$(axis_os)" = 13.0.33 ] || fail "the upgrade is forgotten"

firmware -d '{"method":"factoryDefault","params":{"factoryDefaultMode":"hard"}}' >/dev/null
needs_setup() { ask /axis-cgi/systemready.cgi -d '{"method":"systemready"}' | jq -e '.data | .systemready == "yes" and .needsetup == "yes"'; }
eventually needs_setup
expect_exit 7 curl -sS "$device_http/axis-cgi/systemready.cgi"
ask /axis-cgi/pwdgrp.cgi -d 'action=add&user=root&pwd=pass&grp=root&sgrp=admin' | grep -cF 'Created account root.' >/dev/null
expect_exit 0 env AXIS_DEVICE_HTTPS_SELF_SIGNED=1 "$ACAPCTL" list -t "$device_https"
expect_no_stdout
