#!/bin/bash
# Beside an SDK on this machine a build is up to date until the SDK's files, a compiler or a variable is
# another one; then its objects are made anew.
. "${0%/*}/lib.sh"

image=$ACAPCTL_SDK_REPOSITORY:$(newest_sdk)-aarch64-ubuntu24.04
mkdir sdk
docker run --rm --network none --entrypoint tar "$image" --create --directory /opt/ --file - --mode ugo+rwX axis |
    tar --directory sdk --extract --file - --strip-components 1
acapctl -q new hello >/dev/null
build() { expect_exit 0 acapctl build hello --sdk-dir sdk "$@"; }
build && expect_stderr "compiling"
build --json && expect_stderr "is up to date"
expect_json '.packages[0] | .upToDate and .sdk == "local"'
jq -e '.inputs.machine != ""' hello/build/.acapctl/aarch64.json >/dev/null || fail "the record has no identity of it"

# A header of the SDK with another content but the old inode, size and time.
header=$(find sdk -name '*.h' -size +0 -print -quit)
touch -r "$header" when
printf ' ' | dd of="$header" conv=notrunc status=none && touch -r when "$header"
build && expect_stderr "hello.c"
build && expect_stderr "is up to date"
touch sdk/acapsdk/new && build && expect_stderr "hello.c"
rm sdk/acapsdk/new && build && expect_stderr "hello.c"
DEBUG=1 build && expect_stderr "compiling"

# Another compiler of the same name, before the other in the PATH.
mkdir bin && printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v aarch64-linux-gnu-gcc)" >bin/aarch64-linux-gnu-gcc
chmod +x bin/aarch64-linux-gnu-gcc
build && PATH=$PWD/bin:$PATH build && expect_stderr "compiling"

# What was built with it is not taken for a build in the container, nor the other way round.
expect_exit 0 acapctl build hello --network none && expect_stderr "compiling"
build && expect_stderr "compiling"
