#!/bin/bash
# `help VERB` and `VERB --help` are one page for every verb, and a wrong word is told with what was meant.
. "${0%/*}/lib.sh"

pages=0
# same_page [VERB...]: of the verb, and of the verbs below it.
same_page() {
    local page verb
    page=$(acapctl help "$@")
    [ "$page" = "$(acapctl "$@" --help)" ] || fail "'help $*' is not '$* --help'"
    pages=$((pages + 1))
    for verb in $(sed -n '/^Verbs:/,$s/^  \([a-z][a-z-]*\) .*/\1/p' <<<"$page"); do same_page "$@" "$verb"; done
}
same_page
[ $pages -gt 40 ] || fail "only $pages pages"
expect_exit 0 acapctl help sdk list
expect_stdout "Usage: acapctl sdk list "
expect_exit 0 acapctl help ls
expect_stdout "Also called: ls, ps"
for words in --version -V version; do
    expect_exit 0 acapctl $words --json
    expect_json '.kind == "acapctl.version/v1" and (.version | test("^[0-9]"))'
done
expect_exit 0 acapctl sdk list --help --json
expect_json '.kind == "acapctl.help/v1" and .topic == "sdk list"'

while IFS='|' read -r words message; do
    read -ra words <<<"$words"
    expect_error 2 "$message" acapctl "${words[@]}"
done <<'END'
|'acapctl' needs a verb
sdk|'acapctl sdk' needs a verb
buidl new|Did you mean 'build'?
--color always buidl|unknown verb 'buidl'
--color sometimes list|--color: sometimes not in {auto,always,never}
device ad|Did you mean 'add'?
list --targt x|Did you mean '--target'?
new a b|unexpected argument 'b'
diff a|B is missing: The package after
wait|--for is missing: ready
help deply|Did you mean 'deploy'?
help nope|verbs: new, build
help nope|topics: exit-codes
help init|'acapctl new DIR'
list -t|needs a value
instal x|Did you mean 'install'?
buidl --help|Did you mean 'build'?
help device ad|no help topic 'device ad'
help device ad|Did you mean 'add'?
END
