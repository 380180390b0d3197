#!/bin/bash
# The SDK's images have neither CMake nor meson, and a build says so. With images that were made from them and
# have both, named in ACAPCTL_SDK_REPOSITORY, it compiles in the container for both architectures. The tools are
# this machine's, of the distribution that the stand-in is of, so no network is needed.
. "${0%/*}/lib.sh"

for system in cmake meson; do
    acapctl -q new $system --language c++ >/dev/null
    rm $system/Makefile
done
printf 'cmake_minimum_required(VERSION 3.16)\nproject(cmake CXX)\nadd_executable(cmake cmake.cpp)\n' >cmake/CMakeLists.txt
printf "project('meson', 'cpp')\nexecutable('meson', 'meson.cpp')\n" >meson/meson.build
for system in cmake meson; do
    expect_error 8 "has no $system" acapctl build $system --network none
    expect_stderr ACAPCTL_SDK_REPOSITORY
done

mkdir image
{
    dpkg -L cmake cmake-data meson ninja-build
    ldd "$(command -v cmake)" "$(command -v ninja)" | awk '/=> \// { sub(/^\/usr/, "", $3); print "/usr" $3 }'
} | grep -v '/lib[cm]\.so' | sort -u | while read -r file; do [ ! -f "$file" ] || echo "${file#/}"; done >files
tar -C / -chf image/tools.tar -T files
printf 'ARG BASE\nFROM ${BASE}\nADD tools.tar /\n' >image/Dockerfile
newest=$(newest_sdk)
tools=acapctl-test-$$/sdk
at_end='docker image rm $(docker image ls -q $tools)'
for arch in aarch64 armv7hf; do
    image=$newest-$arch-ubuntu24.04
    docker build -q --network none -t "$tools:$image" --build-arg "BASE=$ACAPCTL_SDK_REPOSITORY:$image" image >/dev/null
done
export ACAPCTL_SDK_REPOSITORY=$tools
for system in cmake meson; do
    expect_exit 0 acapctl build $system --all --network none
    for arch in aarch64 armv7hf; do
        expect_exit 0 acapctl inspect $system/build/*_$arch.eap --json
        expect_json ".package.architecture == \"$arch\" and (.elf | length == 1) and .elf[0].architecture == \"$arch\""
    done
done
start_emulator --profile artpec8
expect_exit 0 acapctl deploy cmake/build/*_aarch64.eap --start --allow-unsigned
expect_exit 0 acapctl logs cmake
expect_stdout "Hello from cmake"
