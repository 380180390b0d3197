#!/bin/bash
# Every template, in every language and for both manifest schemas, is a project that lint accepts, with
# nothing left to fill in. templates-build.sh compiles them.
. "${0%/*}/lib.sh"

expect_exit 0 acapctl new --list --json
expect_json '.templates | length == 13 and all(.name and .about and (.languages | length > 0))'
expect_json '.templates[] | select(.name == "larod") | .chips | index("artpec9") and (index("artpec6") | not)'
jq -r '.templates[] | .name as $name | .languages[] | "\($name) \(.)"' "$work/stdout" >variants
checked=0
while read -r name language; do
    for schema in 1 2; do
        project=$name-${language/++/xx}-$schema
        options=(--template "$name" --schema "$schema")
        [ "$language" = sh ] || options+=(--language "$language")
        run acapctl new "$project" "${options[@]}" --json
        [ "$status" = 0 ] || { show_last; fail "new $project"; }
        app=$(jq -r .appName "$work/stdout")
        run acapctl lint "$project" --json
        expect_json '.summary.errors == 0'
        jq -e --arg major "$schema." '.schemaVersion | startswith($major)' "$project/manifest.json" >/dev/null
        grep -rn '@[A-Z]*@' "$project" && fail "an unfilled mark in $project"
        [ "$(wc -l <"$project/README.md")" -le 8 ] || fail "a long README in $project"
    done
    [ "$language" != sh ] || { [ -x "$project/$app" ] && shellcheck "$project/$app"; } || fail "$project"
    checked=$((checked + 1))
done <variants
echo "$checked programs of 13 templates"

expect_error 2 "Did you mean 'parameter'?" acapctl new x --template parametre
expect_error 2 "the template event is not there in c++" acapctl new x --template event --language c++
expect_error 2 "new needs the directory" acapctl new
[ ! -e x ] || fail "a refused template left a directory"
mkdir elsewhere && ln -s elsewhere link && ln -s nowhere dangling
for name in link link/ dangling; do expect_error 3 "is a link" acapctl new $name; done
[ -z "$(ls -A elsewhere)" ] && [ ! -e nowhere ] || fail "a project is made behind a link"
expect_exit 0 acapctl new --list
expect_stdout "reverse-proxy"
