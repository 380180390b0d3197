#!/bin/bash
# Projects as they come: variants of the manifest, several applications in one repository, CMake and
# meson, and what acapctl.toml says instead of options.
. "${0%/*}/lib.sh"

acapctl -q new mono/one >/dev/null
acapctl -q new mono/group/two >/dev/null
for chip in artpec7 artpec8; do
    jq --arg chip $chip '.acapPackageConf.setup.friendlyName = "One " + $chip' \
        mono/one/manifest.json >mono/one/manifest.json.$chip
done
rm mono/one/manifest.json
mkdir mono/one/label && echo person >mono/one/label/labels.txt
cat >mono/one/acapctl.toml <<'END'
[build]
files = ["label/labels.txt"]
END
expect_error 2 "artpec7, artpec8" acapctl build mono --engine host
expect_exit 0 acapctl build mono --engine host --all
diff <(sort "$work/stdout") <(printf 'mono/%s.eap\n' group/two/build/Two_1_0_0_{aarch64,armv7hf} \
    one/build/One_artpec7_1_0_0_armv7hf one/build/One_artpec8_1_0_0_aarch64) || fail "not all were built"
expect_exit 0 acapctl inspect mono/one/build/One_artpec8_1_0_0_aarch64.eap --json
expect_json '[.files[].path] | index("label/labels.txt")'
expect_exit 0 acapctl build mono --app one --chip artpec8 --json
expect_json '.packages | length == 1 and .[0].chip == "artpec8"'
expect_error 2 "here are: two, one" acapctl build mono --app tow

# The convention for CMake and meson: an executable called as the application, anywhere in the build.
for system in cmake meson; do
    acapctl -q new $system >/dev/null
    mkdir $system/src && mv $system/$system.c $system/src/main.c && rm $system/Makefile
done
cat >cmake/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.16)
project(cmake C)
add_subdirectory(src)
END
echo 'add_executable(cmake main.c)' >cmake/src/CMakeLists.txt
printf "project('meson', 'c')\nexecutable('meson', 'src/main.c')\n" >meson/meson.build
for system in cmake meson; do
    files_in $system >before
    expect_exit 0 acapctl build $system --all --engine host
    files_in $system | grep -v "^$system/build" | diff before - || fail "the sources were dirtied"
    for arch in aarch64 armv7hf; do
        expect_exit 0 acapctl inspect $system/build/*_$arch.eap --json
        expect_json ".elf[0].machine != null and .package.architecture == \"$arch\""
    done
done
sed -i 's/executable(.meson/executable('"'"'other/' meson/meson.build
expect_error 7 "meson failed" acapctl build meson --engine host
expect_stderr "no executable named 'meson'"

echo 'fiels = []' >>mono/one/acapctl.toml
expect_error 3 "acapctl.toml:3:" acapctl build mono --chip artpec8
expect_stderr "Did you mean 'files'?"
