#!/bin/bash
# A package is, byte for byte, what GNU tar and gzip make of the same members.
. "${0%/*}/lib.sh"
export SOURCE_DATE_EPOCH=1700000000

compiled_hello
mkdir -p hello/html/deep && echo '<html>' >hello/html/deep/index.html
ln -s deep/index.html hello/html/link.html
expect_exit 0 acapctl pack hello --arch aarch64 --compression gzip -o out
eap=out/Hello_1_0_0_aarch64.eap
[ "$(tail -n 1 "$work/stdout")" = "$eap" ] || fail "the path printed is $(cat "$work/stdout")"

mkdir members && tar -xzf "$eap" -C members --no-same-owner
(cd members && tar --exclude '*~' --file ../again.tar --format gnu --group 0 --owner 0 --sort name \
    --mtime "@$SOURCE_DATE_EPOCH" --create --numeric-owner --exclude-vcs \
    hello package.conf param.conf LICENSE manifest.json html)
gzip -n -9 <again.tar >again.eap
cmp "$eap" again.eap

expect_exit 0 acapctl pack hello --arch aarch64 -o fast
gzip -dc "fast/${eap##*/}" | cmp - again.tar
