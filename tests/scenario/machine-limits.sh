#!/bin/bash
# A machine without descriptors or threads left is told as such: no device, file or program is blamed, and
# nothing ends with another exit code than 1, or 10 where only some devices were not served.
. "${0%/*}/lib.sh"

start_emulator
acapctl -q device trust "$device_https" --trust-new
acapctl -q new hello >/dev/null
make -s -C hello CC=aarch64-linux-gnu-gcc
package=$(acapctl -q pack hello | tail -1)
both=(-t "$device_http" -t "$device_https" -t "$device_http" -t "$device_https" -t "$device_http" -t "$device_https")
# The sanitizers of a test build take descriptors themselves when they see a type for the first time.
sanitizer_is_in_want() { grep -qE "does not point to an object of type|Sanitizer" "$work/stderr"; }
limited() { # limited DESCRIPTORS COMMAND...: done, or refused for want of descriptors alone
    local most=$1 others
    shift
    run bash -c 'ulimit -n "$1"; shift; exec "$@"' - "$most" "$ACAPCTL" "$@" --json
    [ $status != 0 ] && ! sanitizer_is_in_want || return 0
    [ $status = 1 ] || [ $status = 10 ] || { show_last; fail "exit $status with $most descriptors: $*"; }
    others=$(jq -r '[.error, (.devices // [])[].error, (.failures // [])[].error] | map(select(. != null).code) | unique - ["no-descriptors"] | join(" ")' "$work/stdout")
    [ -z "$others" ] || { show_last; fail "'$others' is blamed with $most descriptors: $*"; }
    refused=$((refused + 1))
}
export ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 # which takes descriptors too
refused=0
for most in {5..10} 12 16 24; do
    limited "$most" list "${both[@]}"
    limited "$most" list -t "http://localhost:${device_http##*:}" # a name that is looked up
    limited "$most" deploy "$package" -t "$device_http" --allow-unsigned
    limited "$most" inspect "$package"
    limited "$most" pack hello -o out
    limited "$most" lint hello
    limited "$most" sdk show
done
for most in 8 10; do limited "$most" build hello --engine host --rebuild; done
[ $refused -gt 5 ] || fail "only $refused commands ran out of descriptors"

[ "$(id -u)" != 0 ] || { # of another user, whose processes are counted
    chmod 711 "$work" && mkdir -m 777 "$work/other" && cp "$ACAPCTL" "$work/other"
    run setpriv --reuid 54321 --regid 54321 --clear-groups bash -c 'ulimit -u 1; HOME=$1 exec "$1/acapctl" list --json' - "$work/other"
    [ $status = 1 ] && expect_json '.error.code == "no-threads"'
}
