#!/bin/bash
# Without an engine: in the SDK's own container, and beside an SDK whose files were taken out of its
# image. All packages are the same.
. "${0%/*}/lib.sh"
export SOURCE_DATE_EPOCH=1000000000

tar_of() { gzip -dc "$1" | sha256sum; }
record() { jq -e "$1" hello/build/.acapctl/aarch64.json >/dev/null || { cat hello/build/.acapctl/*.json; fail "not recorded: $1"; }; }
acapctl -q new hello >/dev/null
expect_exit 0 acapctl build hello --network none
tar_of hello/build/*.eap >contained
image=$(jq -r .image hello/build/.acapctl/aarch64.json)

mkdir sdk
docker run --rm --network none --entrypoint tar "$image" --create --directory /opt/ --file - --mode ugo+rwX axis |
    tar --directory sdk --extract --file - --strip-components 1
expect_exit 0 acapctl build hello --sdk-dir sdk --verify-packer
tar_of hello/build/*.eap | diff contained - || fail "the package beside an extracted SDK differs"
record '.engine == "local" and .plan.sdkDirectory != null and .sdk == "local"'
export ACAPCTL_SDK_DIR=$PWD/sdk/acapsdk
expect_exit 0 acapctl build hello --sdk 12.11.1
record '.sdk == "12.11.1"'
expect_exit 0 acapctl build hello --network none --engine docker
record '.engine == "docker"'
expect_error 8 "does not compile for armv7hf" acapctl build hello --arch armv7hf
expect_error 8 "there is no SDK in" acapctl build hello --sdk-dir /nowhere
expect_exit 0 acapctl build hello --network none --axis-os 12.11.200
record '.engine == "docker"'
unset ACAPCTL_SDK_DIR
expect_error 2 "--sdk-dir and --axis-os both choose the SDK" acapctl build hello --sdk-dir sdk --axis-os 12.11
expect_error 2 "--sdk-dir is for a build without an engine" acapctl build hello --sdk-dir sdk --engine docker
expect_exit 0 env OECORE_NATIVE_SYSROOT="$PWD/sdk/acapsdk/sysroots/x86_64-pokysdk-linux" "$ACAPCTL" build hello
record '.engine == "local"'
expect_exit 0 acapctl build hello --engine host
record '.engine == "host" and .sdk == "host"'

# If its acap-build fails, the copy of the tree that it packed goes all the same.
mkdir tmp
sed -i '1a import sys; sys.exit("no room")' sdk/acapsdk/sysroots/x86_64-pokysdk-linux/usr/bin/acap-build
TMPDIR=$PWD/tmp expect_exit 7 acapctl build hello --sdk-dir sdk --packer sdk
expect_stderr "no room"
[ -z "$(ls tmp)" ] || fail "a copy of the tree is left"
rm -rf sdk hello/build tmp

# acapctl in the container, with the libraries it needs.
mkdir tools && cp "$ACAPCTL" tools/acapctl
# libarchive is loaded when a package is read.
archive=$(ldconfig -p | awk '/libarchive.so.13 / { print $NF; exit }')
cp -L "$archive" tools/
ldd "$ACAPCTL" "$archive" | awk '{ print /=>/ ? $3 : $1 }' | grep '^/.*[^:]$' | xargs -I{} cp -L {} tools/
expect_exit 0 docker run --rm --network none --user "$(id -u):$(id -g)" --env HOME=/tmp --env SOURCE_DATE_EPOCH \
    --volume "$PWD:/here" --workdir /here --entrypoint /bin/sh "$image" -c \
    'tools/ld-linux-x86-64.so.2 --library-path tools tools/acapctl build hello && rm -rf tools'
tar_of hello/build/*.eap | diff contained - || fail "the package made in the container differs"
record '.engine == "local" and .sdk == "12.11.1" and .axisOs != ""'
