#!/bin/bash
# What is left after a build: the record, the unstripped program by build id, a bill of materials on
# request; after a failure the log and the build tree, named in the error.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
git -C hello init -q && git -C hello -c user.name=a -c user.email=a@b commit -q --allow-empty -m one
sed -i 's/^\(.*\$(CC).*\)$/\1\n\tcp $@ full \&\& $(STRIP) $@/' hello/Makefile
expect_exit 0 acapctl build hello --all --sbom sbom.json
own=hello/build/.acapctl package=hello/build/Hello_1_0_0_aarch64.eap
hash=$(sha256sum $package | cut -d' ' -f1)
jq -e --arg hash "$hash" '.kind == "acapctl.build-record/v1" and .packages[0].sha256 == $hash and
    (.git | test("^[0-9a-f]{7}")) and (.imageId | length > 60) and .sdk == "12.11.1" and
    (.inputs.files["hello.c"] | test("^0644 [0-9a-f]{64}$")) and ([.plan.steps[].purpose] | contains(["compile"]))
    ' $own/aarch64.json >/dev/null || fail "the record: $(cat $own/aarch64.json)"

# The package's program was stripped by its Makefile; the whole one was found.
expect_exit 0 acapctl inspect $package --json
expect_json '.elf[0].stripped'
debug=$(jq -r '.symbols[0].path' $own/aarch64.json)
aarch64-linux-gnu-readelf -S "$debug" | grep -c debug_info || fail "no debug information"
id=$(aarch64-linux-gnu-readelf -n "$debug" | sed -n 's/.*Build ID: //p')
[ "${debug#*/.build-id/}" = "${id:0:2}/${id:2}.debug" ] || fail "not under its build id: $debug"

jq -e --arg hash "$hash" '.bomFormat == "CycloneDX" and .specVersion == "1.5" and .version == 1 and
    (.serialNumber | test("^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")) and
    ([.. | .["bom-ref"]? // empty] | length == (unique | length)) and
    all(.. | .hashes? // [] | .[]; .alg == "SHA-256" and (.content | test("^[0-9a-f]{64}$"))) and
    any(.components[]; .type == "application" and .hashes[0].content == $hash) and
    ([.components[] | select(.type == "application").components[].name] | contains(["hello", "manifest.json"])) and
    any(.components[]; .name == "libc.so.6" and .type == "library") and
    (.formulation[0].components | length == 2 and all(.type == "container"))' sbom.json >/dev/null ||
    fail "the bill of materials: $(cat sbom.json)"
tar -xOzf $package hello | sha256sum | cut -d' ' -f1 | grep -cFf - sbom.json || fail "the program is not in it"
expect_exit 0 acapctl build hello --all --sbom again.json # of what is up to date
[ "$(jq -c 'del(.metadata.timestamp)' sbom.json)" = "$(jq -c 'del(.metadata.timestamp)' again.json)" ] || fail "another one"

echo 'int main( {' >hello/hello.c
expect_exit 7 acapctl build hello --arch aarch64
expect_stderr "$own/aarch64.log"
expect_stderr "build tree: $own/aarch64"
grep -q 'hello.c:1' $own/aarch64.log && [ -f $own/aarch64/hello.c ] || fail "no log, or no tree"
