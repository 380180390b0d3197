#!/bin/bash
# On a terminal of 80 columns help and tables fit, with every word whole; in a pipe a line is as long as it takes.
. "${0%/*}/lib.sh"

screen() { "$repository/tests/scenario/on-screen" 80 "$ACAPCTL" "$@" >"$work/screen" 2>&1; }
# fits COMMAND...: no line is wider than the screen, and the words are those of the pipe.
fits() {
    screen "$@" || fail "$* at a terminal: exit $?"
    sed -i 's/\x1b\[[0-9;]*m//g' "$work/screen" # colours take no columns
    awk -v all="$*" 'length > 80 { print all ": " $0; wide = 1 } END { exit wide }' "$work/screen" || fail "wider than 80 columns"
    acapctl "$@" 2>&1 | tr -s '[:space:]' '\n' | sort -u >piped
    tr -s '[:space:]' '\n' <"$work/screen" | sort -u | comm -13 - piped >lost
    [ ! -s lost ] || fail "$* loses or cuts: $(tr '\n' ' ' <lost)"
}

for verb in $(acapctl --help | sed -n '/^Verbs:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do fits "$verb" --help; done
for topic in exit-codes environment formats; do fits help $topic; done
fits --help
fits explain
fits explain root-user
fits new --list
fits sdk list
fits sdk show

acapctl build --help >piped
[ "$(awk '{ print length }' piped | sort -n | tail -n 1)" -gt 120 ] || fail "help is wrapped in a pipe"
screen completion bash
acapctl completion bash | cmp - "$work/screen" || fail "a script is wrapped"

# Alone, what needs a verb shows its help to who sits there; a script is told that it is wrong.
for words in '' device sdk policy; do
    read -ra words <<<"$words"
    screen "${words[@]}" || fail "'${words[*]}' alone at a terminal: exit $?"
    grep -c '^Verbs:' "$work/screen"
    expect_exit 2 acapctl "${words[@]}"
done
