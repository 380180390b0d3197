#!/bin/bash
# What speaks against a package is told before a byte of it is sent, all of it, with the remedy.
. "${0%/*}/lib.sh"

app() { # app FILE VERSION SETUP [MORE]: packs a script application called "checked"
    mkdir -p p && printf '#!/bin/sh\nsleep 100\n' >p/checked && chmod +x p/checked && echo free >p/LICENSE
    cat >p/manifest.json <<END
{"schemaVersion": "${5-1.7.0}", "acapPackageConf": {"setup": {"appName": "checked", "vendor": "v", "version": "$2",
 "architecture": "all", "runMode": "never" $3} ${4-}}}
END
    cp "$(acapctl -q pack p)" "$1"
}
app plain.eap 1.0.0 ''
app old.eap 0.9.0 ''
sed -i 's/"vendor": "v"/"vendor": "w"/' p/manifest.json && cp "$(acapctl -q pack p)" other.eap
app root.eap 1.0.0 ', "user": {"username": "root", "group": "root"}'
app future.eap 1.0.0 ', "compatibleOsVersions": [{"min": "13"}]' '' 1.9.0
app paid.eap 1.0.0 '' ', "copyProtection": {"method": "axis"}'
start_emulator

expect_error 9 "root.eap is not signed" acapctl deploy root.eap
expect_stderr "; and runs as root"
expect_exit 9 acapctl deploy root.eap --allow-unsigned --force --json
expect_json '.devices[0] | .outcome == "refused:root-user" and .error.code == "root-user"'
expect_json '[.devices[0].checks[] | select(.result == "no") | .id] == ["root-user"]'
expect_error 9 "13" acapctl deploy future.eap --allow-unsigned
expect_stderr "--force tries it"
expect_exit 0 acapctl deploy paid.eap --allow-unsigned --dry-run
expect_stderr "license install"
expect_exit 9 acapctl deploy plain.eap --dry-run
expect_exit 0 acapctl deploy plain.eap --dry-run --allow-unsigned -v --json
expect_json '.devices[0] | .ok and .outcome == "would-be-installed" and (.checks | length) == 14'
expect_stderr "architecture"
expect_exit 0 acapctl list --json
expect_json '.devices[0].applications == []'
expect_exit 0 acapctl deploy plain.eap --allow-unsigned
expect_exit 0 acapctl deploy old.eap --dry-run --allow-unsigned --allow-downgrade --json
expect_json '.devices[0] | .outcome == "would-be-downgraded" and .version == "1.0.0"'
expect_json '.devices[0].checks[] | select(.id == "version") | .result == "hint"'

# What can rarely be undone needs a word of its own, also to be tried; who says it may.
guarded() { # CODE OPTION ARGUMENT...
    expect_error 9 "$2" acapctl deploy "${@:3}" --allow-unsigned
    expect_exit 9 acapctl deploy "${@:3}" --allow-unsigned --dry-run --json
    expect_json ".devices[0] | .outcome == \"refused:$1\" and .error.code == \"$1\""
}
guarded downgrade --allow-downgrade old.eap
guarded other-vendor --allow-other-vendor other.eap --allow-downgrade
[ "$(device_state '.counters.paths["/axis-cgi/applications/upload.cgi"]')" = 1 ] || fail "a refused package was sent"
expect_exit 0 acapctl deploy other.eap --allow-unsigned --allow-downgrade --allow-other-vendor
expect_stdout downgraded
expect_exit 0 acapctl policy show --json
expect_json '.devices[0].allowUnsigned == false'
stop_child "${children[-1]}"

start_emulator --profile artpec8+bundled --state "$work/bundled"
guarded replaces-bundled --allow-bundled "$(script_app vmd 9.0.0 'exec sleep 100')" --allow-other-vendor
expect_exit 0 acapctl deploy vmd --allow-unsigned --allow-bundled --allow-other-vendor
