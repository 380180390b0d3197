#!/bin/bash
# Named devices, groups, the default one; and the file stays as a person wrote it.
. "${0%/*}/lib.sh"

devices=2 start_emulator --profile artpec8 --profile artpec7
unset ACAPCTL_TARGET
expect_error 2 "no device named" acapctl list
expect_exit 0 acapctl device list
expect_no_stdout
expect_exit 0 acapctl device add door "$device_http" --group lab --default
expect_exit 0 acapctl device add yard "$second_http" --group lab --group far --user root
expect_exit 0 acapctl device add nowhere 127.0.0.1:1
expect_exit 0 acapctl device list --json
expect_json '[.devices[] | .device] == ["door", "yard", "nowhere"] and .devices[1].groups == ["lab", "far"]'

expect_exit 0 acapctl list --json
expect_json '[.devices[].device] == ["door"]'
expect_exit 0 acapctl list -t @lab --json
expect_json '[.devices[].device] == ["door", "yard"] and .summary.ok == 2'
expect_exit 10 acapctl list -t all -t yard --json
expect_json '[.devices[].device] == ["door", "yard", "nowhere"] and .devices[2].error.exit == 5'
expect_error 2 "Did you mean '@far'" acapctl list -t @farr
expect_exit 0 acapctl logs x -t @lab --dry-run

inventory=$HOME/.config/acapctl/devices.toml
[ "$(stat -c %a "$inventory")" = 600 ] || fail "others may read the inventory"
sed -i '1i # my own words' "$inventory"
expect_error 3 "already" acapctl device add door 10.0.0.1
expect_exit 0 acapctl device add door "$device_http" --replace
expect_exit 0 acapctl list --json
expect_exit 0 acapctl device remove door nowhere
grep -q "my own words" "$inventory" || fail "a comment was lost"
expect_error 2 "no device named" acapctl list
expect_error 3 "no device 'dor'" acapctl device remove dor
expect_error 2 "cannot be the name" acapctl device add all 10.0.0.1
expect_error 2 "must not contain a password" acapctl device add x root:pw@10.0.0.1
echo '[devices.yard]' >>"$inventory"
expect_error 3 "devices.toml:" acapctl list -t yard
