#!/bin/bash
# AXIS OS 10.12, 12.11 and 13 side by side, as curl sees them: login, policies, list.cgi, what may be installed.
. "${0%/*}/lib.sh"

packed() { # NAME SCHEMA [MORE MEMBERS OF setup]: NAME.eap, a script that needs no compiler
    mkdir "$1"
    printf '{"schemaVersion": "%s", "acapPackageConf": {"setup": {"appName": "%s", "architecture": "all",
        "vendor": "V", "version": "1.0.0", "runMode": "never"%s}, "configuration": {"paramConfig":
        [{"name": "Speed", "default": "10", "type": "int:min=0;max=99"}]}}}' "$2" "$1" "${3-}" >"$1/manifest.json"
    printf '#!/bin/sh\necho up\n' >"$1/$1" && chmod +x "$1/$1"
    echo licence >"$1/LICENSE"
    acapctl -q pack "$1" -o . >/dev/null && mv "$1"_*.eap "$1.eap"
}
packed old 1.3
packed new 2.2.0 ', "vendorId": "0123456789", "compatibleOsVersions": [{"min": "12.10", "max": "13"}]'
add_signature new.eap

devices=3 start_emulator --profile artpec7@10.12 --profile artpec8 --profile artpec9@13
{ read -r _ ten ten_tls && read -r _ twelve twelve_tls && read -r _ thirteen thirteen_tls; } <"$work/emulator"
ask() { curl -sk --anyauth -u root:pass "$@"; }
says() { grep -qF -- "$1" <<<"$2" || fail "no '$1' in: $2"; }
offered() { curl -skI "$1/axis-cgi/applications/list.cgi" | tr -d '\r' | sed -n 's/^WWW-Authenticate: \([A-Za-z]*\).*/\1/p'; }
[ "$(offered "$ten") $(offered "$ten_tls")" = "Digest Digest" ] || fail "login of 10.12"
[ "$(offered "$twelve") $(offered "$twelve_tls")" = "Digest Basic" ] || fail "login of 12.11"
[ "$(offered "$thirteen") $(offered "$thirteen_tls")" = "Digest Basic" ] || fail "login of 13"

apps=axis-cgi/applications
[ "$(ask -o /dev/null -w '%{http_code}' "$ten/$apps/config.cgi?action=get&name=AllowUnsigned")" = 404 ] || fail "a policy on 10.12"
says '"AllowUnsigned" value="false"' "$(ask "$twelve_tls/$apps/config.cgi?action=get&name=AllowUnsigned")"
[ "$(ask -o /dev/null -w '%{http_code}' "$thirteen_tls/$apps/config.cgi?action=get&name=AllowUnsigned")" = 400 ] || fail "a policy on 13"

says OK "$(ask -F file=@old.eap "$ten_tls/$apps/upload.cgi")"
says "Error: 29" "$(ask -F file=@new.eap "$ten/$apps/upload.cgi")"
says "Error: 2" "$(ask -F file=@old.eap "$twelve_tls/$apps/upload.cgi")"
add_signature old.eap
says OK "$(ask -F file=@old.eap "$twelve/$apps/upload.cgi")"
says "Error: 29" "$(ask -F file=@old.eap "$thirteen_tls/$apps/upload.cgi")"
says OK "$(ask -F file=@new.eap "$thirteen/$apps/upload.cgi")"
says 'License="None" Status="Stopped" LicenseName="Available" />' "$(ask "$ten/$apps/list.cgi")"
says 'Bundled="No" Status="Stopped" License="None" SignatureStatus="Signed"' "$(ask "$twelve/$apps/list.cgi")"
says '<Min>12.10</Min><Max>13</Max>' "$(ask "$thirteen/$apps/list.cgi")"
