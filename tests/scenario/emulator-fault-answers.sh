#!/bin/bash
# The faults of answers and logins, as curl sees them over both schemes.
. "${0%/*}/lib.sh"

start_emulator
list=/axis-cgi/applications/list.cgi
# expect_answer FAULT CURL-STATUS HTTP-STATUS SCHEME-OPTION
expect_answer() {
    local url=$device_https
    [ "$4" = --basic ] || url=$device_http
    set_faults "$1@list.cgi"
    expect_exit "$2" curl -sSk -m 3 "$4" -u root:pass -o body -w '%{http_code}' "$url$list"
    expect_stdout "$3"
}
for login in --basic --digest; do
    expect_answer unavailable 0 503 $login
    expect_answer stall:1 28 "" $login
    expect_answer slow:1 0 200 $login
    grep -q '</reply>' body || fail "a slow answer is not whole"
    expect_answer cut 18 200 $login
    expect_answer late:1 0 200 $login
    expect_answer late:9 28 "" $login
    expect_answer garbage 0 200 $login
    ! grep -q '</reply>' body || fail "garbage makes sense"
    expect_answer reset-before 56 "" $login
    expect_answer wrong-password 0 401 $login
done
set_faults hang-up:1 # which is only met by a second request on the same connection
expect_exit 0 curl -sSk -u root:pass -w '%{num_connects}\n' "$device_https$list" "$device_https$list"
[ "$(grep -c '</reply>' "$work/stdout")" = 2 ] || fail "not two answers"
[ "$(grep -cx 1 "$work/stdout")" = 2 ] || fail "not two connections"
expect_answer stale-nonce 0 200 --basic # which has none
expect_answer stale-nonce:1 0 200 --digest
expect_answer stale-nonce 47 401 --digest # curl gives up after 50
