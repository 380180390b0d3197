#!/bin/bash
# A rollout serves canaries and batches, stops when too much fails, and goes on by its record: also after
# its process was killed, without sending a package again that a device has installed.
. "${0%/*}/lib.sh"

devices=6 start_emulator --profile artpec8@12.11 --profile artpec7@11.11 --count 3
names=() urls=()
while read -r _ http _; do
    names+=("cam${#names[@]}") urls+=("$http")
    acapctl -q device add "${names[-1]}" "$http"
done <"$work/emulator"
good=$(script_app good 1.0.0 'echo up; sleep 600')
record=$work/rollout.jsonl
rollout=(acapctl deploy -t all --allow-unsigned --start --wait 1s --record "$record")
faults_of() { device_http=${urls[$1]} set_faults "${@:2}"; } # PLACE [FAULT...]
installations() { # APP: how often each device says that it has installed it
    for url in "${urls[@]}"; do
        curl -sS -u root:pass --anyauth "$url/axis-cgi/admin/systemlog.cgi" |
            grep -c "Successfully installed application '$1'" || :
    done | paste -sd' '
}
# Those of AXIS OS 12, where the policy is off by default.
policies_are_off() { acapctl policy show -t all --json | jq -e 'all(.devices[:3][]; .allowUnsigned == false)'; }

# One of each kind first; the dry run says so, and changes nothing.
expect_exit 0 "${rollout[@]}" "$good" --canary=kinds --batch 50% --dry-run --json
expect_json '[.devices[] | .batch] == [1, 2, 2, 1, 2, 3]'
expect_json '.devices[3] | .outcome == "would-be-installed" and (.reason | test("artpec7 armv7hf AXIS OS 11"))'
[ ! -e "$record" ] || fail "a dry run has left a record"
[ "$(installations good)" = "0 0 0 0 0 0" ] || fail "a dry run has installed"

# A canary that fails stops all, whatever may fail. The record goes on with what is left.
faults_of 3 error:10@upload.cgi
expect_exit 10 "${rollout[@]}" "$good" --canary=kinds --max-fail 100% --report "$work/all.xml"
expect_stderr "the canary cam3 failed"
expect_stderr "4 devices were not touched"
expect_stderr "deploy --resume $record"
[ "$(installations good)" = "1 0 0 0 0 0" ] || fail "after a failed canary: $(installations good)"
grep -q 'tests="6" failures="1" skipped="4"' "$work/all.xml" || fail "the report: $(cat "$work/all.xml")"
faults_of 3
expect_exit 0 acapctl deploy --resume "$record" --json
expect_json '.summary.ok == 6 and .devices[0].outcome == "unchanged"'
[ "$(installations good)" = "1 1 1 1 1 1" ] || fail "after resuming: $(installations good)"
expect_exit 0 acapctl deploy --resume "$record"
[ "$(installations good)" = "1 1 1 1 1 1" ] || fail "resumed twice: $(installations good)"

# The batch that stopped it is put back on request.
better=$(script_app good 1.1.0 'sleep 600')
faults_of 1 error:10@upload.cgi
rm "$record"
expect_exit 10 "${rollout[@]}" "$better" --batch 2 -j 1 --rollback-batch --json
expect_json '.devices[0] | .error.code == "batch-failed" and .outcome == "rolled-back" and .version == "1.0.0"'
expect_json '.devices[1].error.code == "unspecified" and .devices[2].error.code == "rollout-stopped"'
faults_of 1

# A process that is killed leaves a record that says what was under way. MOMENTS are those of the kills, in
# seconds; twenty of them are a run by hand.
for moment in ${MOMENTS-0.3 0.8 1.4 2.2}; do
    app=killed${moment/./}
    package=$(script_app "$app" 1.0.0 'sleep 600')
    rm -f "$record"
    for place in 0 1 2 3 4 5; do faults_of $place late:1@upload.cgi; done
    "${rollout[@]}" "$package" --batch 3 >/dev/null 2>&1 &
    rollout_process=$!
    sleep $moment
    pkill -KILL -P $rollout_process || kill -KILL $rollout_process || : # it was quicker
    wait $rollout_process || :
    for place in 0 1 2 3 4 5; do faults_of $place; done
    [ -e "$record" ] || continue
    expect_exit 0 acapctl deploy --resume "$record" --json
    expect_json '.summary.ok == 6'
    [ "$(installations "$app")" = "1 1 1 1 1 1" ] || fail "killed after $moment s: $(installations "$app")"
    policies_are_off || { cat "$work/stderr"; acapctl policy show -t all; fail "a policy is still on"; }
done

# Parts of the devices on several machines are the whole.
expect_exit 0 acapctl list -t all --json
cp "$work/stdout" whole.json
for part in 1 2 3 4; do acapctl list -t all --shard $part/4 --json >part$part.json; done
expect_exit 0 acapctl fleet merge part3.json part1.json part2.json part4.json --json
diff <(jq -S . "$work/stdout") <(jq -S . whole.json) || fail "the parts are not the whole"
expect_error 3 "shard 2 of 4 is missing" acapctl fleet merge part1.json part3.json part4.json
expect_error 3 "shard 1 is also in" acapctl fleet merge part1.json part1.json part2.json part3.json

# Wrong usage is told before a device is asked.
for wrong in "--canary=0" "--batch 0" "--batch 101%" "--max-fail x" "--resume $record --start" "--shard 5/4"; do
    # shellcheck disable=SC2086
    expect_error 2 "" acapctl deploy "$good" -t all $wrong
done
expect_error 3 "no rollout record" acapctl deploy --resume whole.json
