#!/bin/bash
# A C project is compiled in the SDK image for both architectures, runs on devices of both, and its
# syslog(3) line arrives; the sources stay clean and no container stays.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
files_in hello >before
expect_exit 0 acapctl build hello --all --network none
expect_stderr "aarch64-linux-gnu-gcc"
[ "$(tail -n 1 "$work/stdout")" = hello/build/Hello_1_0_0_armv7hf.eap ] || fail "last line is no package"
files_in hello | grep -v '^hello/build' | diff before - || fail "the sources were dirtied"
[ "$(stat -c %u hello/build/.acapctl/aarch64/hello)" = "$(id -u)" ] || fail "foreign owner"
no_container_left

for device in artpec8 artpec7; do
    start_emulator --profile $device --state "$work/$device"
    expect_exit 0 acapctl deploy hello --start --allow-unsigned
    expect_exit 0 acapctl logs hello
    expect_stdout "Hello from hello"
    expect_stdout "hello is running"
    stop_child "${children[-1]}"
done
