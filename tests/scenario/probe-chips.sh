#!/bin/bash
# What the probe reports on each chip, compared with tests/data/probe/chips/PROFILE.json. After a change that is meant,
# GOLDEN=write tests/run scenario probe-chips writes these files anew: git diff then shows what it did. A program that does not
# start or is ended, and a larod that hangs or lists 10,000 devices, are told of, and leave nothing behind.
. "${0%/*}/lib.sh"

golden=$repository/tests/data/probe/chips
# Without what differs between machines (cpu, memory, space, user, glibc, addresses) or follows the catalog of SDKs, and without
# the devices of larod that a fault invents. A script is run by this machine: its kernel is no emulated one.
lasting='{architecture, axisOs, chip, chosen, contradictions, disagreements, dlpu, dlpuUsers, glib, kernel, larod, libraries, machine,
    measured, model, probe, soc, source: {dlpu: .source.dlpu, soc: .source.soc}, warnings}
    | if .probe.kind == "script" then del(.kernel, .machine) else . end
    | if .larod.devices then .larod.devices |= map("\(.name) \(.instance)" | select(startswith("invented-") | not)) else . end
    | .libraries |= (map({key: .api, value: (if .present then
        [.realFile, .node, (.functions | to_entries[] | select(.value).key)] | map(values) | join(" ") else .present end)}) | from_entries)'

# same_as NAME NUMBER: the report of the device of that number
differing=''
same_as() {
    jq -S ".devices[$2] | $lasting" "$work/stdout" >"$1.json"
    [ "${GOLDEN-}" != write ] || cp "$1.json" "$golden"
    diff -u --label "golden $1" --label "reported" "$golden/$1.json" "$1.json" || differing+=" $1"
}

nothing_left() {
    expect_exit 0 acapctl list --json
    expect_json '.devices[0].applications == []'
    policy_is false >/dev/null || fail "AllowUnsigned is still on"
}

profiles=(artpec8 artpec6 artpec7 artpec7+edgetpu artpec9 cv25 cv75 imx8mn imx6sx)
for profile in "${profiles[@]}"; do options+=(--profile "$profile"); done
devices=${#profiles[@]} start_emulator "${options[@]}"
while read -r _ url _; do targets+=(-t "$url"); done <"$work/emulator"
expect_exit 0 acapctl probe "${targets[@]}" --allow-unsigned --json
for number in "${!profiles[@]}"; do same_as "${profiles[number]}" "$number"; done

set_faults larod-devices:10000
expect_exit 0 acapctl probe --allow-unsigned --json
expect_json '.devices[0] | .measured and (.larod.devices | length == 64) and .larod.devicesLeftOut == 9907'
[ "$(wc -c <"$work/stdout")" -lt 30000 ] || fail "10,000 devices make a long document"
expect_stderr "not all that the device reports is taken: larod.devices: 100 entries, of which 64 are kept"
expect_stderr "larod.devices: 9907 more entries, which the probe left out"
nothing_left

set_faults larod-devices:10000 dies-at-start:1
expect_exit 0 acapctl probe --allow-unsigned --json
expect_stderr "the probe does not start: a library that it needs is not on the device"
expect_stderr "; now the script"
expect_stderr "larod.devices: 9907 more entries, which the probe left out"
same_as artpec8-script 0
nothing_left

# What was told before larod hung, or before the program was ended, is not lost.
set_faults larod-hangs
expect_exit 0 acapctl probe --allow-unsigned --wait 3s --json
expect_json '.devices[0] | .measured and .memory.total > 0 and .libraries != null and .larod == null and .warnings[0].code == "probe-silent"'
set_faults killed-at-line:25
expect_exit 0 acapctl probe --allow-unsigned --json
expect_json '.devices[0] | .memory.total > 0 and .libraries == null and .warnings[0].code == "probe-ended"'
expect_stderr "the probe has ended before its report was whole"
nothing_left

[ -z "$differing" ] || fail "reports differ from their golden files:$differing"
