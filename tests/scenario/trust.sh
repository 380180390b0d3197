#!/bin/bash
# Trust in certificates that no authority vouches for: given once, pinned, never changed silently.
. "${0%/*}/lib.sh"

start_emulator
pins=$HOME/.config/acapctl/known_devices
expect_error 11 SHA-256 acapctl list -t "$device_https"
expect_json_command() { acapctl list -t "$device_https" --json 2>/dev/null || :; }
command=$(expect_json_command | jq -r '.devices[0].error.hint' | grep -oE 'acapctl device trust [^;'\'']+')
[ ! -e "$pins" ] || fail "trusted without being told to"
sh -c "$(dirname "$ACAPCTL")/$command" # the command that the error names
expect_exit 0 acapctl list -t "$device_https"
[ "$(stat -c %a "$pins")" = 600 ] || fail "others may read or write $pins"

old=$(sed -n 's/.*SHA256:\([^ ]*\).*/\1/p' "$pins")
curl -sSf -X POST "$device_http/emulator/certificate" >/dev/null
fingerprint=$(openssl s_client -connect "${device_https#https://}" </dev/null 2>/dev/null |
    openssl x509 -noout -fingerprint -sha256 | cut -d= -f2)
[ "$fingerprint" != "$old" ] || fail "the device has the same certificate"
for option in "" --trust-new; do
    # shellcheck disable=SC2086
    expect_error 11 "has changed" acapctl list -t "$device_https" $option
    expect_stderr "$fingerprint"
    expect_stderr "$old"
done
expect_error 11 "$fingerprint" acapctl device trust "$device_https"
AXIS_DEVICE_HTTPS_SELF_SIGNED=1 expect_error 11 "has changed" acapctl list -t "$device_https"
expect_exit 0 acapctl device trust "$device_https" --fingerprint "$fingerprint"
expect_exit 0 acapctl list -t "$device_https"
expect_exit 0 acapctl device trust --list --json
expect_json '.pins | length == 1 and .[0].place == "127.0.0.1:'"${device_https##*:}"'"'
expect_exit 0 acapctl device trust "$device_https" --remove --json
expect_json '.devices[0].outcome == "removed"'
expect_exit 11 acapctl list -t "$device_https"
expect_exit 0 acapctl list -t "$device_https" --trust-new
expect_exit 0 acapctl list -t "$device_https"

echo nonsense >>"$pins" # a damaged file is told, not skipped
expect_error 3 "$pins:3" acapctl list -t "$device_https"
sed -i '/nonsense/d' "$pins" && chmod 666 "$pins"
expect_error 3 "written by others" acapctl list -t "$device_https"
expect_error 2 "64 hexadecimal" acapctl device trust "$device_https" --fingerprint 12
expect_error 2 "no certificate" acapctl device trust "$device_http"
