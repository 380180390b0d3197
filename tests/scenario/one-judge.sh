#!/bin/bash
# compat, deploy and lint give one answer about a device, also where they cannot know.
. "${0%/*}/lib.sh"

mkdir -p app "$HOME/.config/acapctl"
printf '#!/bin/sh\n' >app/judged && chmod +x app/judged && echo free >app/LICENSE
cat >app/manifest.json <<'END'
{"schemaVersion": "2.0.0", "resources": {"deepLearningProcessor": {"enabled": true, "required": true}},
 "acapPackageConf": {"setup": {"appName": "judged", "vendor": "v", "vendorId": "aaaabbbbcc", "version": "1.0.0",
  "architecture": "all", "runMode": "respawn", "compatibleOsVersions": [{"min": "11.11"}]}}}
END
package=$(acapctl -q pack app)
mine() { echo "{\"chips\": [{\"name\": \"artpec8\", $1}]}" >"$HOME/.config/acapctl/catalog.json"; }

# answers COMPAT CHECK RULE: of the three verbs; the codes of compat and deploy follow from the first two.
answers() {
    expect_exit "$([ "$1" = no ] && echo 9 || echo 0)" acapctl compat "$package" --for "$ACAPCTL_TARGET" --json
    expect_json ".combinations | length == 1 and .[0].verdict == \"$1\""
    expect_exit "$([ "$2" = no ] && echo 9 || echo 0)" acapctl deploy "$package" --dry-run --allow-unsigned --json
    expect_json ".devices[0].checks[] | select(.id == \"chip\") | .result == \"$2\""
    acapctl lint "$package" --for "$ACAPCTL_TARGET" --json >"$work/stdout" || :
    expect_json "[.findings[].id | select(. == \"target-no-dlpu\" or . == \"target-unknown\")] == [$3]"
}

start_emulator --profile artpec8
answers conditional yes ''
mine '"dlpu": false, "dlpuSource": "measured"'
answers no no '"target-no-dlpu"'
mine '"soc": ["Axis Artpec-8 of another kind"]'
answers unknown unknown '"target-unknown"'

expect_exit 0 acapctl compat "$package" --for "$ACAPCTL_TARGET"
expect_stdout 'Axis Artpec-8 is no chip known here'
expect_exit 0 acapctl lint "$package" --for "$ACAPCTL_TARGET"
expect_stdout 'Axis Artpec-8 is no chip known here [target-unknown]'
expect_exit 0 acapctl deploy "$package" --dry-run --allow-unsigned -v
expect_stderr 'Axis Artpec-8 is no chip known here'

# What does not depend on the chip is decided all the same.
sed -i 's/"all"/"armv7hf"/' app/manifest.json && package=$(acapctl -q pack app --arch armv7hf)
expect_exit 9 acapctl compat "$package" --for "$ACAPCTL_TARGET"
expect_error 9 armv7hf acapctl deploy "$package" --dry-run --allow-unsigned
expect_exit 3 acapctl lint "$package" --for "$ACAPCTL_TARGET"
