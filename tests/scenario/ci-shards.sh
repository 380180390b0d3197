#!/bin/bash
# The CI script of the documents: two applications, one with variants, become shards; each is built and
# tested by itself, and a shard whose application dies fails.
. "${0%/*}/lib.sh"
PATH=${ACAPCTL%/acapctl}:$PATH
# The device has an older 12.11 than the newest SDK is made for, which the package would ask for.
export ACAPCTL_HOME=$work/none ACAP_CI_BUILD="--engine host" AXIS_OS_VERSION=12.11
ci=$repository/docs/ci/acap-ci

mkdir apps
acapctl -q new apps/greeting >/dev/null
acapctl -q new apps/script --template shell --schema 2 >/dev/null
cp apps/greeting/manifest.json apps/greeting/manifest.json.artpec9
export ACAP_CI_PROJECT=apps
expect_exit 0 "$ci" shards
expect_json 'map(.name) | sort == ["greeting-aarch64", "greeting-armv7hf", "greeting-artpec9-aarch64", "script-all"]'
cp "$work/stdout" shards
expect_exit 0 "$ci" gitlab
expect_json '."script-all".variables.SHARD | fromjson | .application == "script"'

jq -c '.[]' shards >lines
while read -r SHARD; do
    export SHARD
    expect_exit 0 "$ci" build
    expect_exit 0 "$ci" test
    expect_stdout Hello
done <lines
[ "$(find packages -name '*.eap' | wc -l)" = 4 ] || { find packages; fail "not four packages"; }

sed -i 's/^trap.*/exit 3/' apps/script/script
SHARD=$(jq -c '.[] | select(.architecture == "all")' shards)
expect_exit 0 "$ci" build
run "$ci" test
[ "$status" != 0 ] || fail "an application that ends passes the test"
expect_exit 2 "$ci" nonsense
