#!/bin/bash
# Several packages are built side by side with labelled lines; one that fails does not cost the
# others, and Ctrl-C stops all of them.
. "${0%/*}/lib.sh"

mkdir apps
for app in one two three; do acapctl -q new apps/$app >/dev/null; done
expect_exit 0 acapctl build apps --arch aarch64 --network none -j 3
printf 'apps/%s/build/%s_1_0_0_aarch64.eap\n' one One three Three two Two | diff - "$work/stdout" || fail "not in order"
grep -q '^three aarch64 | .*-gcc' "$work/stderr" || fail "no label"
expect_exit 0 acapctl build apps --app one --arch aarch64 --rebuild
grep -q ' | ' "$work/stderr" && fail "a label for one"

echo 'int main( {' >apps/two/two.c
expect_exit 7 acapctl build apps --all --network none
printf 'apps/%s\n' one/build/One_1_0_0_{aarch64,armv7hf}.eap three/build/Three_1_0_0_{aarch64,armv7hf}.eap |
    diff - "$work/stdout" || fail "a package is missing"
expect_stderr "two aarch64: make failed"
expect_stderr "two armv7hf: make failed"
expect_stderr "2 of 6 builds failed"
echo "of an earlier build" >sbom.json
expect_exit 7 acapctl build apps --all --network none --json --sbom sbom.json
expect_stderr "sbom.json is not written"
[ "$(<sbom.json)" = "of an earlier build" ] || fail "half a bill of materials"
expect_json '.kind == "acapctl.error/v1" and .error.exit == 7 and (.error.message | contains("two armv7hf"))'
expect_json '(.packages | length) == 4 and all(.packages[]; .upToDate)'
expect_json '[.failures[] | .application, .architecture] == ["two", "aarch64", "two", "armv7hf"]'

for app in one two; do printf 'all:\n\tsleep 60\n' >apps/$app/Makefile; done
"$ACAPCTL" build apps --arch aarch64 --network none -j 2 >/dev/null 2>log &
eventually grep -q 'one .*| sleep 60' log
eventually grep -q 'two .*| sleep 60' log
kill -INT $!
status=0 && wait $! || status=$?
[ $status = 130 ] || fail "exit $status after Ctrl-C"
no_container_left
