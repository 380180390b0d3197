#!/bin/bash
# A key of builds that cannot be kept or trusted is told, by the build and by a deploy that cannot follow its
# record; one that cannot be written but read is good enough.
. "${0%/*}/lib.sh"

start_emulator
script_app hello 1.0.0 'sleep 60' >/dev/null
rm -r hello/build
key=$HOME/.local/state/acapctl/build-key
expect_exit 0 acapctl build hello
expect_stderr_not "warning"
rm -rf "$key.lock" && mkdir "$key.lock" # nobody can lock here any more
expect_exit 0 acapctl build hello
expect_stderr "up to date"
rmdir "$key.lock"

chmod 666 "$key"
expect_exit 0 acapctl build hello
expect_stderr "the key $key cannot be kept: $key can be written by others"
expect_stderr "what is built now is not recognised later: chmod 600 $key"
expect_error 3 "the key $key cannot be kept" acapctl deploy hello --dry-run --allow-unsigned
expect_stderr "chmod 600 $key; or name the package file: hello/build/hello_1_0_0_all.eap"
chmod 600 "$key"
expect_exit 0 acapctl build hello
expect_exit 0 acapctl deploy hello --dry-run --allow-unsigned

export XDG_STATE_HOME=/proc/nowhere
expect_exit 0 acapctl build hello --rebuild
expect_stderr "cannot make /proc/nowhere"
expect_stderr "set ACAPCTL_BUILD_KEY"
expect_error 3 "cannot make /proc/nowhere" acapctl deploy hello --dry-run --allow-unsigned
ACAPCTL_BUILD_KEY=a expect_error 2 "ACAPCTL_BUILD_KEY is shorter than 16 characters" acapctl build hello
ACAPCTL_BUILD_KEY=0123456789abcdef expect_exit 0 acapctl build hello
expect_stderr_not "warning"
ACAPCTL_BUILD_KEY=0123456789abcdef expect_exit 0 acapctl deploy hello --dry-run --allow-unsigned
