#!/bin/bash
# Each fault of an upload, as curl sees it over both schemes, and whether the package is there then.
. "${0%/*}/lib.sh"

start_emulator --fault disk-full
compiled_hello
acapctl -q pack hello --arch aarch64 >/dev/null
ask "/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true" >/dev/null
upload() {
    curl -sSk -m 20 -u root:pass "$1" -F file=@hello/build/Hello_1_0_0_aarch64.eap \
        "$2/axis-cgi/applications/upload.cgi"
}
# expect_upload FAULT CURL-STATUS ANSWER INSTALLED
expect_upload() {
    local scheme
    for scheme in "--basic $device_https" "--digest $device_http"; do
        [ "$1" = - ] || set_faults "$1"
        expect_exit "$2" upload "${scheme% *}" "${scheme#* }"
        [ "$(cat "$work/stdout")" = "$3" ] || { show_last; fail "another answer to $1"; }
        [ "$(ask /axis-cgi/applications/list.cgi | grep -c '<application ')" = "$4" ] ||
            fail "installed or not, against $1"
        ask "/axis-cgi/applications/control.cgi?action=remove&package=hello" >/dev/null
    done
}
expect_upload - 0 "Error: 3" 0
expect_upload reset-before 56 "" 0
expect_upload reset-mid 56 "" 0
expect_upload reset-after 56 "" 0
expect_upload answer-lost 52 "" 1
expect_upload error:5 0 "Error: 5" 0
expect_upload error-after:15 0 "Error: 15" 1
expect_upload busy@upload.cgi 0 "Error: 12" 0
expect_upload error:5@other.cgi 0 OK 1

set_faults busy:2
for expected in "Error: 12" "Error: 12" OK; do
    [ "$(upload --basic "$device_https")" = "$expected" ] || fail "not $expected"
done
device_state '.faults[0].struck' | grep -cx 2
