#!/bin/bash
# What the checks say and what a device does agree, for packages of several kinds on devices of
# several AXIS OS versions: what passes is installed, and --force only shows that it is refused.
. "${0%/*}/lib.sh"

app() { # app NAME SCHEMA ARCHITECTURE [SETUP]
    mkdir "$1" && printf '#!/bin/sh\nexec sleep 100\n' >"$1/$1" && chmod +x "$1/$1" && echo free >"$1/LICENSE"
    cat >"$1/manifest.json" <<END
{"schemaVersion": "$2", "acapPackageConf": {"setup": {"appName": "$1", "vendor": "v", "version": "1.0.0",
 "architecture": "$3", "runMode": "never" ${4-}}}}
END
    cp "$(acapctl -q pack "$1")" "$1.eap"
}
app oldest 1.3 all
app aarch64 1.7.0 aarch64
app newer 1.8.0 all
app root 1.3 all ', "user": {"username": "root", "group": "root"}'
app second 2.0.0 all ', "vendorId": "0123456789", "compatibleOsVersions": [{"min": "12.10", "max": "13"}]'
# expect_deploys PROFILE: then NAME:EXIT:CHECK..., where CHECK is what says no, if anything does.
expect_deploys() {
    local case name code check
    start_emulator --profile "$1" --state "$work/$1"
    for case in "${@:2}"; do
        IFS=: read -r name code check <<<"$case"
        expect_exit "$code" acapctl deploy "$name.eap" --allow-unsigned --json
        if [ "$code" = 0 ]; then expect_json '.devices[0].outcome == "installed"'; continue; fi
        expect_json ".devices[0].outcome == \"refused:$check\""
        run acapctl deploy "$name.eap" --allow-unsigned --force --json
        [ "$status" = 6 ] || [ "$status" = 9 ] || fail "$1 takes $name"
    done
    expect_exit 0 acapctl list --json
    expect_json ".devices[0].applications | length == $(grep -o ':0' <<<"${*:2}" | wc -l)"
    stop_child "${children[-1]}"
}
expect_deploys artpec6@10.12 oldest:0 aarch64:9:wrong-architecture newer:9:axis-os root:0 second:9:axis-os
# Newer than the device by its manifest, which the LTS track is said to take: unknown, so it is tried.
expect_deploys artpec8@11.11 oldest:0 aarch64:0 newer:0 root:9:root-user second:9:axis-os
expect_deploys artpec8@11.11.205 newer:0 second:0
expect_deploys artpec8@12.0 oldest:0 aarch64:0 newer:9:axis-os root:9:root-user second:9:axis-os
expect_deploys artpec8@12.11 oldest:0 aarch64:0 newer:0 root:9:root-user second:0
expect_deploys imx6sx@12.11 oldest:0 aarch64:9:wrong-architecture newer:0 second:0
# Whether 13 takes unsigned packages is in doubt, so the device is asked.
expect_deploys artpec9@13 oldest:9:axis-os second:6:signature-required

# Of a release each device gets what fits it, by an index; where unsigned ones are not taken, the signed one.
devices=2 start_emulator --profile artpec8@12.11 --profile artpec7@11.11
acapctl -q device add new "$device_http"
acapctl -q device add old "$second_http"
script_app choice 1.0.0 'sleep 60'
for arch in aarch64 armv7hf; do
    sed -i -E "s/\"architecture\": \"[a-z0-9]+\"/\"architecture\": \"$arch\"/" choice/manifest.json
    acapctl -q pack choice -o release
done
cp release/choice_1_0_0_aarch64.eap release/choice_1_0_0_aarch64_signed.eap
add_signature release/choice_1_0_0_aarch64_signed.eap
PATH=${ACAPCTL%/*}:$PATH "$repository/docs/fleet/package-index" release
deploy=(acapctl deploy release/latest.json -t all --json)
expect_exit 0 "${deploy[@]}" --dry-run
expect_exit 0 "${deploy[@]}"
expect_json '[.devices[].package | split("/") | last] == ["choice_1_0_0_aarch64_signed.eap", "choice_1_0_0_armv7hf.eap"]'
expect_json '.devices[0].candidates | map(select(.chosen | not).reason) | any(contains("AllowUnsigned=false")) and any(contains("armv7hf"))'
# Packages of another version beside them: the index is of one, and nobody but the user knows which is meant.
sed -i 's/"1.0.0"/"1.1.0"/' choice/manifest.json && acapctl -q pack choice -o release
index() { PATH=${ACAPCTL%/*}:$PATH "$repository/docs/fleet/package-index" release "$@"; }
! index 2>several || fail "an index of two versions"
grep -q "choice_1_1_0_armv7hf.eap (choice 1.1.0)" several || fail "the script does not say which lie there"
cp release/latest.json before.json
index 1.0.0 && cmp release/latest.json before.json
expect_error 2 "the newest is release/choice_1_1_0_armv7hf.eap" acapctl deploy release/choice_*_armv7hf.eap -t old
printf '[applications.choice]\ndevices = ["all"]\nindex = "release/latest.json"\n' >fleet.toml
expect_exit 0 acapctl apply fleet.toml --check
for change in '.packages[0].sha256 = "0" * 64:index-mismatch' '.packages[1].file = "../choice.eap":invalid-index'; do
    jq "${change%:*}" release/latest.json >release/other.json
    expect_exit 3 acapctl deploy release/other.json -t all --reinstall --json
    expect_json ".error.code == \"${change##*:}\""
done
