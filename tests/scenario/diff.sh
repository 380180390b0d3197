#!/bin/bash
# diff tells what changed between two packages, and exits 3 when a threshold is exceeded.
. "${0%/*}/lib.sh"

compiled_hello
pack() { acapctl -q pack hello --arch aarch64 -o "$1" >/dev/null; }
SOURCE_DATE_EPOCH=1000000000 pack old
SOURCE_DATE_EPOCH=1700000000 pack new
old=old/Hello_1_0_0_aarch64.eap new=new/Hello_1_0_0_aarch64.eap
expect_exit 0 acapctl diff "$old" "$new" --fail-on any --json
expect_json '.kind == "acapctl.diff/v1" and .equal and (.thresholds[0].exceeded | not)'

jq '.acapPackageConf.setup.runMode = "respawn"' hello/manifest.json >edited
mv edited hello/manifest.json
mkdir -p hello/html && head -c 50000 /dev/urandom >hello/html/blob
aarch64-linux-gnu-gcc -x c - -o hello/hello -lm <<'END'
#include <math.h>
#include <stdlib.h>
int main(int argc, char **argv) { (void)argv; return (int)exp(argc + atof(argv[0])); }
END
pack new
expect_exit 0 acapctl diff "$old" "$new"
expect_stdout 'html/blob'
expect_exit 0 acapctl diff "$old" "$new" --json
expect_json '.manifest[] | select(.path == "$.acapPackageConf.setup.runMode") | .after == "respawn"'
expect_json 'any(.files[]; .path == "html/blob" and .change == "added" and .after.size == 50000)'
expect_json 'any(.elf[]; .what == "libm.so.6" and .newToPackage)'

expect_exit 3 acapctl diff "$old" "$new" --fail-on 'size>5%' --fail-on 'files>100' --json
expect_json '[.thresholds[].exceeded] == [true, false]'
expect_exit 3 acapctl diff "$old" "$new" --fail-on elf
expect_stderr 'new to the package'
expect_stdout 'libm.so.6'
expect_exit 0 acapctl diff "$new" "$old" --fail-on 'size>5%'

expect_error 2 'no threshold' acapctl diff "$old" "$new" --fail-on 'size<5'
expect_error 3 none.eap acapctl diff "$old" none.eap
