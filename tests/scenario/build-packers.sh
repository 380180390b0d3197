#!/bin/bash
# The package of the SDK's own acap-build: used when asked for, and compared with acapctl's.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
mkdir hello/label && echo cat >hello/label/labels.txt
expect_exit 0 acapctl build hello --network none --verify-packer -a label/labels.txt
SOURCE_DATE_EPOCH=5 expect_exit 0 acapctl build hello --network none --verify-packer -a label/labels.txt
files_in hello | grep -c 'package.conf' && fail "acap-build left its files in the build tree"
rm hello/build/*.eap
expect_exit 0 acapctl build hello --network none --packer sdk --json
expect_stderr "created Hello_1_0_0_aarch64.eap" # as acap-build says
expect_json '.packages[0].path == "hello/build/Hello_1_0_0_aarch64.eap"'
jq -e '.plan.packer == "sdk"' hello/build/.acapctl/aarch64.json >/dev/null || fail "not recorded"

# A repository whose acap-build packs something else, and then one whose acap-build fails.
image=$(docker image ls --format '{{.Repository}}:{{.Tag}}' "$ACAPCTL_SDK_REPOSITORY" | grep aarch64 | head -n 1)
other() { printf 'FROM %s\nRUN %s\n' "$image" "$2" | docker build -q --network none -t "acapctl-$1/sdk:${image##*:}" - >/dev/null; }
packer=/opt/axis/acapsdk/sysroots/x86_64-pokysdk-linux/usr/bin/acap-build
other packs-more "sed -i 's/^major, minor/open(\"param.conf\", \"w\").write(\"x\"); &/' $packer"
other fails "sed -i '1a import sys; sys.exit(\"no room\")' $packer"
at_end='docker image rm --force "acapctl-packs-more/sdk:${image##*:}" "acapctl-fails/sdk:${image##*:}"'
export ACAPCTL_SDK_REPOSITORY=acapctl-packs-more/sdk
expect_error 7 "param.conf has 0 bytes in acapctl's and 1 in the SDK's" acapctl build hello --network none --verify-packer
export ACAPCTL_SDK_REPOSITORY=acapctl-fails/sdk
expect_error 7 "acap-build failed for aarch64" acapctl build hello --network none --packer sdk
expect_stderr "no room"
expect_error 2 "has no acap-build" acapctl build hello --engine host --packer sdk
