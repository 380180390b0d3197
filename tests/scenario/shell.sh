#!/bin/bash
# A command in the SDK at the project: the environment, the ids and the tree of a build, its output
# on stdout and its exit status.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
for transfer in mount copy; do
    # shellcheck disable=SC2016 # the container's shell expands it
    expect_exit 0 acapctl shell hello --network none --transfer $transfer -- \
        sh -c 'echo "$PWD $(id -u) $OECORE_TARGET_ARCH"; make >&2; date >note'
    expect_stdout "/opt/app $(id -u) aarch64"
    [ -x hello/build/.acapctl/aarch64/hello ] || fail "what was made is not in the build tree"
    [ "$(stat -c %u hello/build/.acapctl/aarch64/note)" = "$(id -u)" ] || fail "foreign owner"
done
expect_exit 0 acapctl build hello --network none
expect_stderr "Nothing to be done"
expect_exit 42 acapctl shell hello --arch armv7hf --network none -- sh -c 'exit 42'
echo 'typed' | acapctl -q shell hello --network none -- cat >typed
grep -qx typed typed || fail "the command does not read stdin"
expect_exit 0 acapctl shell hello --axis-os 12.11.200 --network none -- true
expect_stderr "is the newest whose applications run on AXIS OS 12.11.200"
cd hello || exit
expect_exit 0 acapctl shell --engine host -- sh -c 'echo $CC'
expect_stdout aarch64-linux-gnu-gcc
expect_exit 0 acapctl shell --engine host --ccache --axis-os 12.11 -- sh -c 'echo $CC'
expect_stdout "ccache aarch64-linux-gnu-gcc"
expect_stderr "it is compiled without an SDK"
expect_exit 2 acapctl shell
expect_stderr "a shell needs a terminal"

# On a terminal it is a shell, with a terminal of its own.
printf 'tty && exit 3\n' | script -qec "$ACAPCTL shell --network none" /dev/null >typescript || status=$?
[ "$status" = 3 ] || { cat typescript; fail "the shell ended with $status"; }
grep -q /dev/pts typescript || fail "the shell has no terminal"
no_container_left
