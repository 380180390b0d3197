#!/bin/bash
# What cannot be deployed: refused with its exit code, nothing installed, the policy as it was.
. "${0%/*}/lib.sh"

compiled_hello
acapctl -q pack hello --arch aarch64 >/dev/null
eap=hello/build/Hello_1_0_0_aarch64.eap
start_emulator --profile artpec8
untouched() {
    expect_exit 0 acapctl list --json
    expect_json '.devices[0].applications == []'
    expect_exit 0 acapctl policy show --json
    expect_json '.devices[0].allowUnsigned == false'
}
expect_error 9 "unsigned" acapctl deploy $eap
expect_stderr "--allow-unsigned"
head -c 3000 $eap >cut.eap
expect_error 3 cut.eap acapctl deploy cut.eap --allow-unsigned
mkdir t && (cd t && echo '{"acapPackageConf":{"setup":{"appName":"x"}}}' >manifest.json && echo x >../evil)
tar -C t -P -czf evil.eap manifest.json ../evil
expect_error 3 "outside" acapctl deploy evil.eap --allow-unsigned
expect_error 3 none.eap acapctl deploy none.eap
untouched
stop_child "${children[-1]}"

start_emulator --profile artpec7 --state "$work/arm"
expect_error 9 aarch64 acapctl deploy $eap --allow-unsigned
untouched
stop_child "${children[-1]}"

start_emulator --fault disk-full --state "$work/full"
expect_error 6 "Error 3" acapctl deploy $eap --allow-unsigned
untouched
