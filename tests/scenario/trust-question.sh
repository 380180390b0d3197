#!/bin/bash
# On a terminal, a certificate seen for the first time is shown and asked about; and so is a password, once for all
# devices of an account.
. "${0%/*}/lib.sh"

devices=2 start_emulator --count 2
# answer ANSWER COMMAND...: on a terminal of its own; the answer is typed once a question stands there.
answer() {
    local typed=$1 pid
    shift
    mkfifo keys
    status=0
    env -u CI script -qec "$(printf '%q ' "$@")" /dev/null <keys >screen 2>&1 &
    pid=$!
    exec 9>keys
    eventually grep -qE '\[y/N\]|Password' screen
    printf '%s\r' "$typed" >&9
    wait $pid || status=$?
    exec 9>&-
    rm keys
}

answer n "$ACAPCTL" list -t "$device_https"
[ $status = 11 ] || { cat screen; fail "exit $status after no"; }
grep -qE '(SHA-256|^) +..:..:' screen && grep -q 'subject  CN=axis' screen || { cat screen; fail "nothing was shown"; }
answer y "$ACAPCTL" list -t "$device_https"
[ $status = 0 ] || { cat screen; fail "exit $status after yes"; }
expect_exit 0 acapctl list -t "$device_https"
acapctl -q device trust "$device_https" --remove
answer yes "$ACAPCTL" device trust "$device_https"
[ $status = 0 ] || { cat screen; fail "exit $status of device trust"; }
expect_exit 0 acapctl list -t "$device_https"

unset AXIS_DEVICE_PASS
answer pass "$ACAPCTL" list -t "$device_https"
[ $status = 0 ] || { cat screen; fail "exit $status with the password typed"; }
! grep -q 'pass$' screen || { cat screen; fail "the password was echoed"; }
answer pass "$ACAPCTL" list -t "$device_http" -t "$second_http"
[ $status = 0 ] || { cat screen; fail "exit $status with the password of two devices"; }
grep -c "Password of root on $device_http, $second_http: " screen
[ "$(grep -c Password screen)" = 1 ] || { cat screen; fail "asked twice"; }
! grep -q 'pass$' screen || { cat screen; fail "the password was echoed"; }
