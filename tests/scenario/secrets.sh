#!/bin/bash
# The password is in no output, no command line and no file that acapctl writes.
. "${0%/*}/lib.sh"

export ACAPCTL_EMULATOR_PASSWORD=Pa55-phrase-of-the-test
start_emulator
export AXIS_DEVICE_PASS=$ACAPCTL_EMULATOR_PASSWORD
compiled_hello
acapctl -q pack hello --arch aarch64 >/dev/null
(while :; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' >>cmdlines || :; sleep 0.02; done) &
watcher=$!
children+=("$watcher")
acapctl -q device add door "$device_https" --group lab
echo "$AXIS_DEVICE_PASS" >password
acapctl -q device add keyring "$device_http" --password-command "cat $PWD/password"
for verb in "list" "list -t @lab --trust-new" "list -t keyring" "device show all" "device list" "device trust door" \
    "deploy hello --start --allow-unsigned" "logs hello" "wait --for running hello" "params get hello" "policy show" "remove hello"; do
    for how in "" "-v -v" "--json" "--dry-run" "--curl"; do
        # shellcheck disable=SC2086
        run acapctl $verb $how
        cat "$work/stdout" "$work/stderr" >>output
    done
done
AXIS_DEVICE_PASS=$AXIS_DEVICE_PASS-wrong run acapctl list -v -v
cat "$work/stdout" "$work/stderr" >>output
acapctl list --password-stdin -v -v <password >>output 2>&1
secret=$AXIS_DEVICE_PASS
start_odd_device hang # a request under way: the watcher sees its command line all the time
AXIS_DEVICE_PASS=$secret run acapctl list -t "$odd_device" --timeout 2s -v -v
[ "$status" = 5 ] || fail "the hanging device answered"
AXIS_DEVICE_PASS=$secret acapctl list -t "$odd_device" --curl >curl.txt
AXIS_DEVICE_PASS=$secret run timeout 2 sh -c "$(<curl.txt)"
cat "$work/stdout" "$work/stderr" curl.txt >>output
export AXIS_DEVICE_PASS=$secret
stop_child $watcher
[ -s cmdlines ] && [ -s output ] || fail "nothing was watched"
grep -q acapctl cmdlines || fail "acapctl was never seen running"
! grep -F -- "$AXIS_DEVICE_PASS" output || fail "the password was printed"
! grep -aF -- "$AXIS_DEVICE_PASS" cmdlines || fail "the password was on a command line"
grep -q -- "--timeout" cmdlines && grep -q "curl" cmdlines || fail "the hanging requests were never seen"
find "$HOME" -path '*/.cache/acapctl/devices/*' | grep -c . || fail "nothing was remembered"
! grep -rF -- "$AXIS_DEVICE_PASS" "$HOME" hello || fail "the password was written to a file"

# The curl command that --curl prints works as it is printed, whatever the password is made of.
acapctl list --curl >curl.txt
sh -c "$(head -n 1 curl.txt)" | grep -c '<reply result="ok">' || fail "the printed curl command does not work"
stop_child "${children[0]}"
ACAPCTL_EMULATOR_PASSWORD='q"u\o$t%s e' start_emulator
export AXIS_DEVICE_PASS='q"u\o$t%s e'
sh -c "$(acapctl list --curl)" | grep -c '<reply result="ok">' || fail "a password with quotes does not work with curl"
