#!/bin/bash
# What stops a build: each has its exit code, one clear message, and leaves no package or container.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
nothing_left() {
    [ -z "$(find . -name '*.eap')" ] || fail "a package is left"
    no_container_left
}
mkdir empty
expect_error 3 manifest.json acapctl build empty
expect_error 2 aarch64 acapctl build hello --arch aarch46
expect_error 2 "unknown SDK version" acapctl build hello --sdk 99.0.0
expect_error 8 "not available" acapctl build hello --engine docker --sdk 12.0.0
expect_error 8 "does not answer" env DOCKER_HOST=unix:///nowhere "$ACAPCTL" build hello --engine docker
expect_error 8 "neither docker nor podman" env PATH=/nowhere "$ACAPCTL" build hello
expect_stderr "--engine host"
expect_error 8 "not installed" env PATH=/nowhere "$ACAPCTL" build hello --engine host
expect_stderr "gcc-aarch64-linux-gnu"
echo 'int main( {' >hello/hello.c
expect_error 7 "make failed" acapctl build hello --network none
expect_stderr "hello.c:1"
nothing_left

printf 'all:\n\tsleep 60\n' >hello/Makefile
"$ACAPCTL" build hello --network none >/dev/null 2>log &
eventually grep -q 'sleep 60' log
kill -INT $!
status=0 && wait $! || status=$?
[ $status = 130 ] || fail "exit $status after Ctrl-C"
nothing_left

# A package of an earlier build is not taken for one of the build that failed; it is kept for one that did not begin.
rm -rf good && acapctl -q new good >/dev/null
expect_exit 0 acapctl build good --arch aarch64 --engine host
expect_error 8 "not available" acapctl build good --arch aarch64 --engine docker --sdk 12.0.0
expect_exit 5 acapctl deploy good -t 127.0.0.1:1 # which has a package
expect_exit 0 acapctl build good --arch aarch64 --engine host
expect_stderr "up to date"
echo 'int main( {' >good/good.c
expect_exit 7 acapctl build good --arch aarch64 --engine host
expect_error 3 "made no package" acapctl deploy good -t 127.0.0.1:1
expect_stderr "name the package file: good/build/Good_1_0_0_aarch64.eap"

# An image whose programs are for a CPU that nothing here emulates.
mkdir -p foreign/bin
echo 'void _start(void) { __asm__("mov x8, 93; mov x0, 0; svc 0"); }' |
    aarch64-linux-gnu-gcc -nostdlib -static -x c - -o foreign/bin/sh
export ACAPCTL_SDK_REPOSITORY=acapctl-test/foreign-$$
foreign=$(acapctl build good --arch aarch64 --dry-run --json | jq -r '.plans[0].image')
# shellcheck disable=SC2034 # of lib.sh
at_end='docker rmi -f "$foreign"'
tar -C foreign -cf - . | docker import --platform linux/arm64 - "$foreign" >/dev/null
expect_error 8 "its programs are for a CPU that this machine neither is nor emulates" acapctl build good --arch aarch64 --network none
expect_stderr qemu-user-static
no_container_left
