#!/bin/bash
# license install and remove: what the device then calls the licence, and a sentence for each of its errors.
. "${0%/*}/lib.sh"

mkdir paid
cat >paid/manifest.json <<'END'
{"schemaVersion": "1.3", "acapPackageConf": {"setup": {"appName": "paid", "appId": "4711", "architecture": "all",
 "vendor": "v", "version": "2.0.0", "runMode": "never"}, "copyProtection": {"method": "axis"}}}
END
echo free >paid/LICENSE
printf '#!/bin/sh\nsleep 60\n' >paid/paid && chmod +x paid/paid
acapctl -q pack paid >/dev/null
key() { printf 'ApplicationID=%s\nSerialNumber=%s\n' "$1" "$2"; }
for profile in artpec8 artpec7@10.12; do
    start_emulator --profile $profile --state "$work/$profile"
    expect_exit 0 acapctl deploy paid/build/*.eap --allow-unsigned
    { key 4711 '*'; echo ExpirationDate=2099-01-31; } >good.key
    expect_exit 0 acapctl license install good.key paid --json
    expect_json '.kind == "acapctl.license-install/v1" and .devices[0].application == "paid" and
        .devices[0].license == "Valid"'
    expect_exit 0 acapctl license remove Paid --json
    expect_json '.devices[0].license == "Missing"'
    expect_error 6 "Error 23" acapctl license remove paid
    key 4712 '*' >other.key
    expect_error 6 "another application id" acapctl license install other.key paid
    key 4711 ACCC8E000009 >other.key
    expect_error 6 "another serial number" acapctl license install other.key paid
    { key 4711 '*'; echo ExpirationDate=2001-01-31; } >old.key
    expect_error 6 "has expired" acapctl license install old.key paid
    { key 4711 '*'; echo Version=1; } >old.key
    expect_error 6 "not for this version" acapctl license install old.key paid
    echo nonsense >bad.key
    expect_error 6 "is not a licence key" acapctl license install bad.key paid
    expect_error 6 "is not installed" acapctl license install good.key other
done
expect_exit 0 acapctl list --json
expect_json '.devices[0].applications[0].license == "Missing"'
expect_exit 3 acapctl license install none.key paid
expect_exit 0 acapctl license install good.key paid --dry-run
expect_stdout "license.cgi?action=uploadlicensekey&package=paid < good.key"
