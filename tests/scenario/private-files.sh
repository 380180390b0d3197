#!/bin/bash
# Files that say whom to trust and how to log in: what others may write is refused with the chmod that
# mends it, before anything is sent.
. "${0%/*}/lib.sh"

start_emulator
unset AXIS_DEVICE_PASS
config=$HOME/.config/acapctl
printf 'machine 127.0.0.1 login root password pass\n' >"$HOME/.netrc"
acapctl -q device add door "$device_http"
acapctl -q device trust "$device_https" --trust-new
refused() { # refused FILE MODE
    chmod "$2" "$1"
    expect_error 3 "$1 can be written by others" acapctl list -t "$device_https"
    expect_stderr "chmod 600 $1"
    eval "$(acapctl list -t "$device_https" --json 2>/dev/null | jq -r '.error.hint // .devices[0].error.hint')"
    expect_exit 0 acapctl list -t "$device_https"
    ! grep -q "by others" "$work/stderr" || { show_last; fail "the chmod has not mended it"; }
}
refused "$HOME/.netrc" 620
refused "$config/devices.toml" 602
refused "$config/known_devices" 666
mv "$HOME/.netrc" logins
NETRC=$PWD/logins refused "$PWD/logins" 664 # as an umask of 002 makes it
NETRC=$PWD/logins expect_exit 0 acapctl list
chmod 644 logins
NETRC=$PWD/logins expect_exit 0 acapctl list
expect_stderr "logins can be read by others: chmod 600"
chmod 666 logins
ln -s logins link
NETRC=$PWD/link expect_error 3 "chmod 600" acapctl list
AXIS_DEVICE_PASS=pass NETRC=$PWD/logins expect_exit 0 acapctl list # which is not read
mkfifo pipe
for place in nowhere . pipe; do NETRC=$place expect_error 3 "NETRC names $place, which" acapctl list; done
NETRC=/dev/null expect_error 4 "none is known" acapctl list
