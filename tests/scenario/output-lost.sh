#!/bin/bash
# A result that cannot be written is an error, never a silent success. A reader that has seen enough is
# none, and ends a log that would go on for ever.
. "${0%/*}/lib.sh"

while read -r line; do
    read -ra words <<<"$line"
    status=0
    acapctl "${words[@]}" >/dev/full 2>err || status=$?
    [ $status = 1 ] || fail "exit $status when the result of '$line' is lost"
    grep -qF 'cannot write the result: No space left on device' err || fail "'$line' says $(cat err)"
    grep -qF 'only its result is lost' err || fail "'$line' says $(cat err)"
done <<'END'
--help
--version
help json
completion bash
explain
explain --json
new --list
END
run sh -c '"$ACAPCTL" inspect nowhere.eap --json >/dev/full'
[ "$status" = 3 ] || fail "exit $status"
expect_stderr nowhere.eap # the error itself, where the document has no place

acapctl explain 2>err | head -n 1 >first
[ ! -s err ] || fail "a closed pipe gives $(cat err)"

start_emulator
package=$(script_app ticker 1.0.0 'while echo tick; do sleep 0.1; done')
expect_exit 0 acapctl deploy "$package" --start --allow-unsigned
status=0
acapctl logs ticker -f 2>err | head -n 1 >first || status=$?
[ $status = 130 ] || fail "exit $status of a log that nobody reads"
grep -q tick first || fail "the line is '$(cat first)'"
[ ! -s err ] || fail "a closed pipe gives $(cat err)"
