#!/bin/bash
# The requests of Home Assistant's library: forms that are called text/plain, Digest over HTTP and Basic over HTTPS,
# and parameters that it reads without asking whether they are there.
. "${0%/*}/lib.sh"

form() { # URL FORM
    curl -sSk -m 20 $scheme -u root:pass -H 'Content-Type: text/plain' --data "$2" "$1"
}
call() { curl -sSk -m 20 $scheme -u root:pass -H 'Content-Type: application/json' --data "{\"apiVersion\":\"1.0\",\"context\":\"Axis library\",\"method\":\"$2\"}" "$1"; }
shows() { grep -qxF -- "$1" <<<"$2" || fail "no line '$1' in: $2"; }

for profile in artpec7@10.12 artpec8@11.11 artpec8; do
    start_emulator --profile $profile --state "$work/$profile"
    for device in "$device_http" "$device_https"; do
        scheme=--digest
        [ "$device" = "$device_http" ] || [ $profile = artpec7@10.12 ] || scheme=--basic
        param=$device/axis-cgi/param.cgi
        shows 'root.Brand.Brand=AXIS' "$(form "$param" 'action=list&group=root.Brand')"
        properties=$(form "$param" 'action=list&group=root.Properties')
        for line in API.Metadata.Metadata=yes API.Metadata.Version=1.0 Image.NbrOfViews=8 \
            EmbeddedDevelopment.EmbeddedDevelopment=yes API.HTTP.Version=3; do
            shows "root.Properties.$line" "$properties"
        done
        grep -q '^root.Properties.System.SerialNumber=B8A44F' <<<"$properties" || fail "no serial number"
        shows 'root.Image.I0.Enabled=yes' "$(form "$param" 'action=list&group=root.Image')"
        for group in Input IOPort Output PTZ StreamProfile; do
            grep -q "^root.$group." <<<"$(form "$param" "action=list&group=root.$group")" || fail "no group $group"
        done
        [ "$(form "$param" action=list | wc -l)" -gt 1590 ] || fail "a short list of parameters"
        grep -q 'admin="root"' <<<"$(form "$device/axis-cgi/pwdgrp.cgi" action=get)" || fail "no accounts"
        shows "$(printf 'root admin operator ptz viewer\r')" "$(form "$device/axis-cgi/usergroup.cgi" '')"
        call "$device/axis-cgi/basicdeviceinfo.cgi" getAllProperties |
            jq -e '.context == "Axis library" and .data.propertyList.Brand == "AXIS"' >/dev/null || fail "no properties"
        call "$device/axis-cgi/basicdeviceinfo.cgi" getSupportedVersions |
            jq -e '.method == "getSupportedVersions" and .apiVersion and .data.apiVersions[0]' >/dev/null || fail "no versions"
        call "$device/axis-cgi/apidiscovery.cgi" getApiList |
            jq -e '.method == "getApiList" and ([.data.apiList[].id] | index("param-cgi"))' >/dev/null || fail "no list of APIs"
        call "$device/axis-cgi/apidiscovery.cgi" getSupportedVersions |
            jq -e 'has("apiVersion") | not' >/dev/null || fail "a version that devices do not name"
        grep -q '<reply result="ok">' <<<"$(form "$device/axis-cgi/applications/list.cgi" '')" || fail "no list of applications"
    done
done
