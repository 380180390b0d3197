#!/bin/bash
# Every template, in every language and for both manifest schemas, is a project that lint accepts and
# whose program compiles without a warning for both architectures. Where a template needs a library of
# the SDK, that is a check against declarations made after its documentation.
. "${0%/*}/lib.sh"

headers=$repository/tests/data/sdk-headers
echo "note: API templates are checked against declarations after the documentation, not the SDK's headers"

syntax_ok() { # LANGUAGE SOURCE
    local triple compiler=(gcc -std=gnu11)
    [ "$1" = c ] || compiler=(g++ -std=gnu++17)
    for triple in aarch64-linux-gnu arm-linux-gnueabihf; do
        "$triple-${compiler[0]}" "${compiler[1]}" -fsyntax-only -Wall -Wextra -Werror \
            -I "$headers" "$2" || fail "$2 does not compile for $triple"
    done
}

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
    case $language in
    sh) [ -x "$project/$app" ] && shellcheck "$project/$app" ;;
    c) syntax_ok c "$project/$app.c" ;;
    c++) syntax_ok c++ "$project/$app.cpp" ;;
    esac || fail "$project"
    checked=$((checked + 1))
done <variants
echo "$checked programs of 13 templates"

expect_error 2 "Did you mean 'parameter'?" acapctl new x --template parametre
expect_error 2 "the template event is not there in c++" acapctl new x --template event --language c++
expect_error 2 "new needs the directory" acapctl new
[ ! -e x ] || fail "a refused template left a directory"
expect_exit 0 acapctl new --list
expect_stdout "reverse-proxy"
