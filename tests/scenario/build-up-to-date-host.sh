#!/bin/bash
# With this machine's compilers a build is up to date too, until a variable that make could read is
# another one; that it was built without the SDK is said each time. Scripts need no engine at all.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
build() { expect_exit 0 acapctl build hello --arch aarch64 --engine host; }
build && expect_stderr "compiling"
build && expect_stderr "is up to date"
expect_stderr "without the SDK"
DEBUG=1 build && expect_stderr "compiling"
build && expect_stderr "compiling"
TERM=other SHLVL=7 build && expect_stderr "is up to date"
expect_exit 0 acapctl build hello --arch armv7hf --engine host --sbom sbom.json
jq -e '.formulation[0].components[0].name | contains("cross compilers")' sbom.json >/dev/null || fail "no tool"

mkdir script && printf '#!/bin/sh\n' >script/script && chmod 755 script/script && echo free >script/LICENSE
jq '.acapPackageConf.setup |= (.appName = "script" | .friendlyName = "Script" | .architecture = "all")' \
    hello/manifest.json >script/manifest.json
expect_exit 0 env PATH=/nowhere "$ACAPCTL" build script
expect_exit 0 env PATH=/nowhere "$ACAPCTL" build script --sbom sbom.json
expect_stderr "is up to date"
jq -e '.formulation == null' sbom.json >/dev/null || fail "a tool that was not used"
