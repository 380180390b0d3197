#!/bin/bash
# Where the probe's packages can be installed and start, judged as any other package: from AXIS OS 10.9 on, which is the
# oldest that takes manifest schema 1.3, and with the symbol versions with which each port of glibc began.
. "${0%/*}/lib.sh"

packages=${ACAPCTL%/bin/*}/share/acapctl/probe

# findings FILE SEVERITY: how many findings of it for AXIS OS 13
findings() {
    run acapctl lint "$1" --axis-os 13 --json
    jq "[.findings[] | select(.severity == \"$2\")] | length" "$work/stdout"
}

for kind in aarch64:GLIBC_2.17:artpec8 armv7hf:GLIBC_2.4:artpec6; do
    IFS=: read -r architecture symbols chip <<<"$kind"
    file=acapctl_probe_2_0_0_$architecture.eap
    for package in "$packages/$file" "$packages/schema2/$file"; do
        expect_exit 0 acapctl inspect "$package" --json
        expect_json ".elf | length == 1 and .[0].versions == [\"$symbols\"] and .[0].needed == [\"libdl.so.2\", \"libc.so.6\"]"
        expect_json '.elf[0].hardening.nx and (.package.signed | not)'
    done
    expect_exit 0 acapctl inspect "$packages/$file" --json
    expect_json '.requires.axisOs == [{min: "10.9", max: "12"}]'
    expect_exit 0 acapctl compat "$packages/$file" --axis-os 10.9 --json
    expect_json "[.combinations[] | select(.chip == \"$chip\") | .readiness] == [\"ready\"]"
    expect_exit 0 acapctl inspect "$packages/schema2/$file" --json
    expect_json '.requires.axisOs == [{min: "11.11.205", max: "11.11"}, {min: "12.10", max: "13"}]'
done

expect_exit 0 acapctl inspect "$packages/script/acapctl_probe_2_0_0_all.eap" --json
expect_json '.package.architecture == "all" and .elf == [] and .requires.axisOs == [{min: "10.9", max: "12"}]'

# For AXIS OS 13 nothing but the signature is missing.
for kind in aarch64:once-signed:1:artpec8 armv7hf:once-signed:1:artpec7 all:once-signed:1:artpec7; do
    IFS=: read -r architecture readiness warnings chip <<<"$kind"
    package=$packages/schema2/acapctl_probe_2_0_0_$architecture.eap
    [ "$architecture" != all ] || package=$packages/script/schema2/acapctl_probe_2_0_0_all.eap
    run acapctl compat "$package" --axis-os 13 --json
    expect_json "[.combinations[] | select(.chip == \"$chip\") | .readiness] == [\"$readiness\"]"
    [ "$(findings "$package" error)" = 0 ] || fail "an error in $package"
    [ "$(findings "$package" warning)" = "$warnings" ] || fail "not $warnings warnings in $package"
done
