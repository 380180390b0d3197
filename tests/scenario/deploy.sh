#!/bin/bash
# Install, upgrade, start, stop, remove: each verified, each idempotent where it can be.
. "${0%/*}/lib.sh"

start_emulator
acapctl -q new hello >/dev/null
acapctl -q build hello --arch aarch64 --engine host >/dev/null
expect_exit 0 acapctl deploy hello --allow-unsigned --json
expect_json '.devices[0] | .ok and .outcome == "installed" and .version == "1.0.0"'
expect_exit 0 acapctl list --json
expect_json '.devices[0].applications[0] | .name == "hello" and .status == "Stopped"'
expect_exit 0 acapctl start hello
expect_exit 0 acapctl start hello
expect_exit 0 acapctl list
expect_stdout Running
sed -i 's/1\.0\.0/1.1.0/' hello/manifest.json
acapctl -q build hello --arch aarch64 --engine host >/dev/null
expect_exit 0 acapctl deploy hello/build/Hello_1_1_0_aarch64.eap --start --allow-unsigned --json
expect_json '.devices[0] | .outcome == "upgraded" and .previousVersion == "1.0.0" and .status == "Running"'
expect_exit 0 acapctl restart hello
expect_exit 0 acapctl stop hello
expect_exit 0 acapctl stop hello
expect_error 6 "Did you mean 'hello'" acapctl start helo
expect_exit 0 acapctl remove hello
expect_exit 0 acapctl list --json
expect_json '.devices[0].applications == []'
