#!/bin/bash
# The control endpoint: faults come and go, requests are counted, the certificate and the log change;
# nobody but this machine may ask.
. "${0%/*}/lib.sh"

expect_exit 0 acapctl emulate --fault list
expect_stdout "reboot-mid-install"
expect_exit 2 acapctl emulate --fault eror:5
expect_stderr "Did you mean 'error'?"
start_emulator
control() { curl -sS -o "$work/stdout" -w '%{http_code}' -X "$1" "$device_http/emulator$2" "${@:3}"; }
[ "$(control POST /faults -d '{"faults":["error:5:1","slow"]}')" = 200 ]
expect_json '[.faults[].fault] == ["error:5:1", "slow"] and (.known | length) > 20'
[ "$(control DELETE /faults/slow)" = 200 ]
[ "$(control POST /faults -d '{"faults":["stall","x"]}')" = 400 ]
expect_json '.error | (.message | length > 0) and (.hint | length > 0)'
[ "$(control GET /faults)" = 200 ]
expect_json '[.faults[].fault] == ["error:5:1"]' # all or nothing
for bad in "DELETE /faults/slow 404" "GET /reboot 405" "POST /nosuch 404" "POST /reboot 400 -d []"; do
    # shellcheck disable=SC2086 # words
    set -- $bad
    [ "$(control "$1" "$2" "${@:4}")" = "$3" ] || fail "$bad"
done
[ "$(control POST /reboot -H 'Origin: http://evil.example')" = 403 ] || fail "a web page may reboot"
[ "$(control GET /faults -H 'Host: evil.example')" = 403 ] || fail "a foreign host is served"

control DELETE /counters >/dev/null
curl -sS --digest -u root:pass "$device_http/axis-cgi/param.cgi?action=list&group=Brand" >/dev/null
ask /axis-cgi/param.cgi -d "action=list&group=Brand" >/dev/null
control GET /counters >/dev/null
expect_json '.requests == 3 and .challenges == 1 and .paths["/axis-cgi/param.cgi"] == 3'
expect_json '.bytesReceived == 23 and .bytesSent > 0'

fingerprint() { openssl s_client -connect "${device_https#https://}" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256; }
old=$(fingerprint)
[ "$(control POST /certificate)" = 200 ]
[ "$(fingerprint)" != "$old" ] || fail "the certificate is the same"
control POST /log/rotate >/dev/null
control POST /log/rotate >/dev/null
! ask /axis-cgi/systemlog.cgi | grep -c 'Startup finished' || fail "the old log is still there"
