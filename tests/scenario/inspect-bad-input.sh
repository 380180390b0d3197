#!/bin/bash
# Truncated, hostile or foreign files are refused with one message and exit 3, never unpacked.
. "${0%/*}/lib.sh"

compiled_hello
acapctl -q pack hello --arch aarch64 -o . >/dev/null
eap=Hello_1_0_0_aarch64.eap
head -c $(($(stat -c %s "$eap") / 2)) "$eap" >truncated.eap
expect_error 3 truncated.eap acapctl inspect truncated.eap

mkdir members && tar -xzf "$eap" -C members --no-same-owner && echo evil >outside
(cd members && tar -czPf ../climbing.eap --format gnu -- * ../outside)
expect_error 3 climbing.eap acapctl inspect climbing.eap

expect_error 3 LICENSE acapctl inspect hello/LICENSE
: >empty.eap
expect_error 3 empty.eap acapctl inspect empty.eap
expect_error 3 none.eap acapctl inspect none.eap
expect_error 3 hello acapctl inspect hello
