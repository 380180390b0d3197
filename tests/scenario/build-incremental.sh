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
expect_exit 0 acapctl build hello --arch aarch64 --engine host --json
expect_stderr "aarch64-linux-gnu-gcc"
expect_json '.packages[0] | .sdk == "host" and .architecture == "aarch64" and (.sha256 | length) == 64'
