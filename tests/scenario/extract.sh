#!/bin/bash
# extract unpacks a package or some of its files, and refuses what would leave the directory.
. "${0%/*}/lib.sh"

compiled_hello
acapctl -q pack hello --arch aarch64 -o . >/dev/null
eap=Hello_1_0_0_aarch64.eap
expect_exit 0 acapctl extract "$eap" -C all --json
expect_json '.kind == "acapctl.extract/v1" and .directory == "all"'
expect_json '[.files[] | select(.path == "hello")][0] | .mode == "0755" and .type == "file"'
mkdir by-tar && tar -xzf "$eap" -C by-tar --no-same-owner
diff -r by-tar all || fail "tar unpacks something else"

expect_exit 0 acapctl extract "$eap" manifest.json LICENSE -C some
[ "$(files_in some | wc -l)" = 3 ] || fail "more than two files: $(files_in some)"
cmp some/LICENSE hello/LICENSE

expect_error 3 "no member 'LICENCE'" acapctl extract "$eap" manifest.json LICENCE -C none
expect_stderr "LICENSE"
(cd all && echo evil >../outside && tar -czPf ../climbing.eap --format gnu -- * ../outside)
expect_error 3 outside acapctl extract climbing.eap -C none
[ ! -e none ] || fail "a refused package left something behind"
