#!/bin/bash
# The curl commands of Axis' documentation, and of tools that do the same over HTTPS: --anyauth with a package as the
# part file, returnpage, config.cgi, licence keys in XML, filtered lists of APIs, parameters with their types.
. "${0%/*}/lib.sh"

mkdir app && cat >app/manifest.json <<'END_OF_MANIFEST'
{"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "demo", "appId": "4711", "architecture": "all",
 "vendor": "V", "version": "2.1.0", "runMode": "never"}, "copyProtection": {"method": "axis"}}}
END_OF_MANIFEST
printf '#!/bin/sh\nsleep 100\n' >app/demo && chmod +x app/demo && echo free >app/LICENSE && package=$(acapctl -q pack app)
start_emulator
device() { curl -sSk -m 20 --anyauth -u root:pass "$@"; }
says() { [ "$1" = "$2" ] || fail "'$2' instead of '$1'"; }
shows() { grep -qF -- "$1" <<<"$2" || fail "no '$1' in: $2"; }
apps=$device_https/axis-cgi/applications

shows 'value="true"' "$(device "$apps/config.cgi?action=set&name=AllowUnsigned&value=true")"
says OK "$(device --form "file=@$package;type=application/octet-stream" "$apps/upload.cgi")"
says OK "$(device -X POST "$apps/control.cgi?action=start&package=demo")"
page=$(device "$apps/control.cgi?action=stop&package=demo&returnpage=/local/demo/index.html")
shows 'URL=/local/demo/index.html"' "$page" && [[ $page == '<html>'* ]] || fail "no page: $page"
page=$(device --data 'action=start&package=demo&returnpage=/a.html' "$apps/control.cgi")
shows 'URL=/a.html"' "$page"
says 'Error: 1' "$(device "$apps/control.cgi?action=stop&package=demo&returnpage=:")"
says 'Error: 6' "$(device "$apps/control.cgi?action=start&package=demo&returnpage=/a.html")"

key() { # DEVICE-ID MAXIMUM-MAJOR-VERSION
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<LicenseKey>\n<ApplicationID>4711</ApplicationID>\n<DeviceID>%s</DeviceID>\n' "$1"
    printf '<MinimumMajorVersion>1</MinimumMajorVersion>\n<MaximumMajorVersion>%s</MaximumMajorVersion>\n' "$2"
    printf '<ExpirationDate>2099-01-31</ExpirationDate>\n<Signature>c2lnbmF0dXJl</Signature>\n</LicenseKey>\n'
}
license() { device -F 'licenseKey=@-;filename=key.xml' "$apps/license.cgi?action=uploadlicensekey&package=demo"; }
says 'Error: 30' "$(key B8A44F000000 2 | license)"
says 'Error: 26' "$(key B8A44FE08010 1 | license)"
says 'Error: 21' "$(echo '<LicenseKey>' | license)"
says OK "$(key B8A44FE08010 2 | license)"
shows 'License="Valid" LicenseExpirationDate="2099-01-31"' "$(device "$apps/list.cgi")"

apis() { curl -sSk --data "{\"apiVersion\":\"1.0\",\"method\":\"getApiList\",\"params\":$1}" "$device_https/axis-cgi/apidiscovery.cgi" | jq -c '[.data.apiList[].version]'; }
says '["2.4","3.0"]' "$(apis '{"id":"privacy-mask"}')"
says '["3.0"]' "$(apis '{"id":"privacy-mask","version":"3.0"}')"
definitions=$(device "$device_https/axis-cgi/param.cgi?action=listdefinitions&listformat=xmlschema&group=Network.SSH")
shows '<entry value="yes"/>' "$definitions"
firmware=$(head -c 3000000 /dev/zero | device -F 'data={"apiVersion":"1.0","method":"upgrade","params":{}};type=application/json' \
    -F 'f=@-;filename=firmware.bin;type=application/octet-stream' "$device_https/axis-cgi/firmwaremanagement.cgi")
says 421 "$(jq .error.code <<<"$firmware")"
