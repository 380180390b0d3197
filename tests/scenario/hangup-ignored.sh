#!/bin/bash
# Who ignores SIGHUP, as under nohup, outlives the terminal and does all of the work; lines that the
# terminal takes no more are lost, and nothing else.
. "${0%/*}/lib.sh"

start_emulator --fault late:2@upload.cgi
package=$(script_app hello 1.0.0 'sleep 60')
expect_deployed() {
    expect_exit 0 acapctl list --json
    expect_json '.devices[0].applications[0].status == "Running"'
    policy_is false || fail "the policy is still on"
    expect_exit 0 acapctl remove hello
}
# shellcheck disable=SC2016
at_terminal sh -c 'trap "" HUP; exec "$0" "$@"' "$ACAPCTL" deploy "$package" --start --allow-unsigned
eventually policy_is true
hang_up
eventually ended_with 0
expect_deployed
nohup "$ACAPCTL" deploy "$package" --start --allow-unsigned >out 2>err &
deploy=$!
eventually policy_is true
kill -HUP $deploy
wait $deploy || { cat err; fail "exit $? under nohup"; }
expect_deployed
