#!/bin/bash
# A build whose inputs are those of the last one does nothing; whatever could change the package
# makes it build again, even a change that leaves size and time of a file as they were.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
build() { expect_exit 0 acapctl build hello --arch aarch64 --network none "$@"; }
fresh() { build "$@" && expect_stderr "is up to date" && expect_stdout hello/build/Hello_1_0_0_aarch64.eap; }
stale() { build "$@" && expect_stderr "compiling hello"; }
stale
fresh --json
expect_json '.packages[0] | .upToDate and (.sha256 | length) == 64 and .sdk == "12.11.1"'
touch hello/hello.c
fresh
(cd hello && expect_exit 0 acapctl build --arch aarch64 --network none && expect_stderr "is up to date")

touch -r hello/hello.c stamp
sed -i 's/Hello from/hello from/' hello/hello.c && touch -r stamp hello/hello.c
stale
chmod 755 hello/hello.c && stale
rm hello/build/*.eap && stale
echo >>hello/build/Hello_1_0_0_aarch64.eap && stale
echo one >hello/one && stale
rm hello/one && stale
echo '{' >hello/build/.acapctl/aarch64.json && stale
rm hello/build/.acapctl/hashes && fresh
expect_exit 0 acapctl build hello --arch aarch64 && expect_stderr "compiling hello" # another network
stale --compression gzip
stale && fresh
stale --rebuild
expect_stderr "-gcc" # from scratch
stale --force
SOURCE_DATE_EPOCH=1700000000 stale
echo 'int main( {' >hello/hello.c
expect_exit 7 acapctl build hello --arch aarch64 --network none
expect_exit 7 acapctl build hello --arch aarch64 --network none
