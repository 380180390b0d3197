#!/bin/bash
# --axis-os, --for and --chip choose SDK and architecture, say why, and the record keeps it. The
# stand-in SDK image gets the name of another version for this.
. "${0%/*}/lib.sh"

newest=$(acapctl sdk list --json | jq -r .newest)
standin=$ACAPCTL_SDK_REPOSITORY:$newest-aarch64-ubuntu24.04
export ACAPCTL_SDK_REPOSITORY=acapctl-test/renamed
old=$ACAPCTL_SDK_REPOSITORY:1.15-aarch64-ubuntu22.04
device=$ACAPCTL_SDK_REPOSITORY:12.11.0-aarch64-ubuntu24.04
untag() { docker rmi "$old" "$device" >/dev/null; end_scenario; }
docker tag "$standin" "$old"
docker tag "$standin" "$device"
trap untag EXIT
acapctl -q new hello >/dev/null

expect_exit 0 acapctl build hello --chip artpec8 --axis-os 11.11 --network none --json
expect_stderr "SDK 1.15 is the newest whose applications run on AXIS OS 11.11 (LTS 2024 track)"
expect_json '.packages[0] | .sdk == "1.15" and .chip == "artpec8" and .architecture == "aarch64"'
expect_json '.packages[0].sdkWhy | contains("LTS 2024")'
jq -e '.sdk == "1.15" and (.sdkWhy | contains("LTS 2024"))' hello/build/.acapctl/aarch64.json \
    >/dev/null || fail "the record does not say why"

# An option is stronger than the environment; two options that choose the same are refused.
ACAPCTL_SDK_VERSION=12.0.0 expect_exit 0 acapctl build hello --axis-os 11.11 --network none --json
expect_json '.packages[0].sdk == "1.15"'
expect_error 2 'both choose the SDK' acapctl build hello --axis-os 11.11 --sdk 12.0.0

# What Axis advises against is said before it is tried.
run acapctl build hello --arch armv7hf --sdk 12.2.0 --engine docker --network none
expect_stderr "SDK 12.2.0 for armv7hf: it mishandles _TIME_BITS"
[ "$status" = 8 ] || fail "exit $status for an image that is not there"

expect_error 9 'S5L left the active track' acapctl build hello --chip s5l --axis-os 12.4
expect_error 8 "no stable SDK is known for AXIS OS 14.0" acapctl build hello --axis-os 14.0
# Beyond the last track: the SDK that Axis' guide names, how its packages are made for it, and who doubts it.
expect_exit 0 acapctl build hello --axis-os 13 --arch armv7hf --dry-run --json
expect_json ".plans[0] | .sdk == \"$newest\" and (.sdkWhy | contains(\"with manifest schema 2 and compatibleOsVersions up to 13\"))
    and (.warnings | any(contains(\"not known whether an application for armv7hf of SDK $newest runs on AXIS OS 13\")))"
expect_error 2 'is no AXIS OS version' acapctl build hello --axis-os new

start_emulator --profile artpec8
axis_os=$(curl -s --digest -u root:pass "$device_http/axis-cgi/param.cgi?action=list&group=Properties.Firmware.Version" |
    tr -d '\r' | cut -d= -f2)
expect_exit 0 acapctl build hello --for "$device_http" --network none --json
expect_stderr "Axis Artpec-8, AXIS OS $axis_os"
expect_json '.packages[0] | .sdk == "12.11.0" and .chip == "artpec8"'
