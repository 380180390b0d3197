#!/bin/bash
# A user's catalog file changes what every verb knows of chips, libraries and policies.
. "${0%/*}/lib.sh"

compiled_hello
acapctl -q pack hello --arch aarch64 >package
package=$(<package)
mkdir -p "$HOME/.config/acapctl"
mine() { cat >"$HOME/.config/acapctl/catalog.json"; }

expect_exit 0 acapctl compat "$package" --chip artpec8 --axis-os 11.11
expect_exit 0 acapctl lint "$package" --axis-os 11.11
mine <<'END'
{"chips": [{"name": "artpec10", "label": "ARTPEC-10", "architecture": "aarch64", "soc": ["Axis Artpec-10"]},
           {"name": "artpec7", "variants": ["npu"]}],
 "apis": [{"name": "c", "library": "libc.so", "absentOn": {"chips": ["artpec8"], "source": "a joke"}}],
 "policies": {"unsignedRefused": {"min": "11.11", "source": "another"}}}
END
expect_exit 9 acapctl compat "$package" --chip artpec8 --axis-os 11.11
expect_stdout 'a joke'
expect_exit 0 acapctl compat "$package" --chip artpec10 --axis-os 11.11
expect_stdout 'signed first'
expect_exit 0 acapctl lint "$package" --axis-os 11.11
expect_stdout target-unsigned

mv hello/manifest.json hello/manifest.json.npu
expect_exit 0 acapctl build hello --dry-run --json --engine host
expect_json '.plans[0] | .variant == "npu" and .architecture == "armv7hf"'
start_emulator --profile artpec8
expect_exit 9 acapctl deploy "$package" --dry-run
expect_stderr 'which Axis Artpec-8 does not have: a joke'

echo '{"policies": {"rot": {}}}' | mine
expect_error 3 'unknown field "rot"' acapctl lint "$package"
