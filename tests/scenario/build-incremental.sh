#!/bin/bash
# A second build compiles only what changed, also when an older file replaces a newer one; a file
# that vanished is not packed; another engine starts afresh.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
mkdir hello/html && echo one >hello/html/one.html
build() { expect_exit 0 acapctl build hello --arch aarch64 --network none; }
build
expect_stderr "-gcc"
build
expect_stderr "up to date"
sed -i 's/Hello from/Greetings from/' hello/hello.c
touch -d '2001-01-01' hello/hello.c
rm hello/html/one.html && echo two >hello/html/two.html
build
expect_stderr "-gcc"
grep -q 'Greetings from' hello/build/.acapctl/aarch64/hello || fail "the old program was packed"
expect_exit 0 acapctl inspect hello/build/*.eap --json
expect_json '[.files[].path] | contains(["html/two.html"]) and (contains(["html/one.html"]) | not)'
# AXIS_OS_VERSION is the lowest AXIS OS of a schema 2 manifest, as of pack; an old program is no new one.
jq '.schemaVersion = "2.0.0" | del(.acapPackageConf.setup.embeddedSdkVersion) | .acapPackageConf.setup += {vendorId: "70aa172dd9", compatibleOsVersions: [{max: "13"}]}' \
    hello/manifest.json >manifest && cp manifest hello/manifest.json
for options in "" "--engine host"; do
    # shellcheck disable=SC2086 # words
    AXIS_OS_VERSION=12.10.68 expect_exit 0 acapctl build hello --arch aarch64 --network none $options
    tar -xzOf hello/build/Hello_1_0_0_aarch64.eap manifest.json |
        jq -e '.acapPackageConf.setup.compatibleOsVersions[0].min == "12.10.68"' >/dev/null || fail "AXIS_OS_VERSION is not used: $options"
done
mv hello/Makefile . && printf 'all:\n\ttrue\n' >hello/Makefile
expect_error 3 "made no hello/hello" acapctl build hello --arch aarch64 --network none
mv Makefile hello/Makefile
expect_exit 0 acapctl build hello --arch aarch64 --engine host --json
expect_stderr "aarch64-linux-gnu-gcc"
expect_json '.packages[0] | .sdk == "host" and .architecture == "aarch64" and (.sha256 | length) == 64'
