#!/bin/bash
# Where the password of a named device comes from: a command, the inventory by explicit choice, netrc.
. "${0%/*}/lib.sh"

start_emulator
unset ACAPCTL_TARGET AXIS_DEVICE_PASS
inventory=$HOME/.config/acapctl/devices.toml
printf '#!/bin/sh\nprintf "pass\\nsecond line\\n"; echo >>%q\n' "$work/called" >keyring
chmod +x keyring
expect_exit 0 acapctl device add door "$device_http" --password-command "$PWD/keyring show door"
expect_exit 0 acapctl list -t door
expect_exit 0 acapctl device list --json
expect_json '.devices[0].passwordSource == "command"'
AXIS_DEVICE_PASS=wrong expect_exit 0 acapctl list -t door # of all devices: the device's own wins
echo wrong | (status=0; acapctl list -t door --password-stdin >/dev/null 2>&1 || status=$?; [ $status = 4 ]) ||
    fail "--password-stdin does not win"
: >"$work/called"
expect_exit 0 acapctl list -t door --dry-run
[ ! -s "$work/called" ] || fail "a dry run asked for the password"

again=${device_http/127.0.0.1/localhost} # an address has one name
for broken in "false" "true" "$PWD/missing"; do
    acapctl -q device add broken "$again" --replace --password-command "$broken"
    expect_error 4 password_command acapctl list -t broken
done
printf '#!/bin/sh\necho S3cret; echo S3cret >&2; exit 1\n' >keyring
expect_error 4 "failed (exit 1)" acapctl list -t door -v -v
! grep -q S3cret "$work/stderr" || fail "what the command printed was shown"
expect_error 3 "without a shell" acapctl device add x 10.0.0.1 --password-command 'pass show x | head -1'

expect_error 2 "--store-password" acapctl device add x "$device_http" --password-stdin
expect_error 2 "no password" acapctl device add x "$device_http" --store-password
! grep -q '^password *=' "$inventory" || fail "a password was stored unasked"
acapctl -q device remove broken
echo pass | acapctl -q device add kept "$again" --store-password --password-stdin
expect_exit 0 acapctl list -t kept
expect_exit 0 acapctl device list --json
expect_json '.devices[] | select(.device == "kept") | .passwordSource == "stored"'
chmod 644 "$inventory"
expect_error 3 "chmod 600" acapctl list -t kept
chmod 600 "$inventory"

acapctl -q device remove door
acapctl -q device add free "$device_http"
expect_error 4 "password_command" acapctl list -t free
printf 'machine 127.0.0.1 login root password pass\n' >"$HOME/.netrc"
expect_exit 0 acapctl list -t free
