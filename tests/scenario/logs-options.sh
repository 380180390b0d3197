#!/bin/bash
# What of a log is shown, how, and what it costs the device.
. "${0%/*}/lib.sh"

devices=2 start_emulator --count 2
mkdir speaker
cat >speaker/manifest.json <<'END'
{"schemaVersion": "1.7.0", "acapPackageConf": {"setup": {"appName": "speaker", "architecture": "all",
 "vendor": "v", "version": "1.0.0", "runMode": "never"}}}
END
echo free >speaker/LICENSE
cat >speaker/speaker <<'END'
#!/bin/sh
echo "plain"
echo "<3>broken"
echo "<4>odd"
printf 'red \033[31m and \302\233 back\r\n'
echo "ready"
sleep 60
END
chmod +x speaker/speaker
acapctl -q pack speaker >/dev/null
expect_exit 0 acapctl deploy speaker/build/*.eap --allow-unsigned --start -t "$device_http" -t "$second_http"
expect_exit 0 acapctl logs speaker --until ready --wait 20s

expect_exit 0 acapctl logs speaker
expect_stdout 'red \x1b[31m and \xc2\x9b back'
[ "$(tr -d '\n\11\40-\176' <"$work/stdout" | wc -c)" = 0 ] || fail "a control character was printed"
expect_exit 0 acapctl logs speaker --json
[ "$(tr -d '\n\40-\176' <"$work/stdout" | wc -c)" = 0 ] || fail "a control character in JSON"
jq -se 'map(.message) | any(contains("\u001b[31m"))' "$work/stdout" >/dev/null || fail "JSON lost a character"
expect_exit 0 acapctl logs speaker --level warning --json
jq -se 'map(.message) == ["broken", "odd"]' "$work/stdout" >/dev/null || { show_last; fail "--level"; }
expect_exit 0 acapctl logs speaker --grep '^(plain|odd)$'
[ "$(wc -l <"$work/stdout")" = 2 ] || { show_last; fail "--grep"; }
sleep 1.1
expect_exit 0 acapctl logs speaker --since 1ms
expect_no_stdout
expect_exit 2 acapctl logs speaker --level loud
expect_exit 0 acapctl logs speaker --tail 2 --since today
[ "$(wc -l <"$work/stdout")" = 2 ] || { show_last; fail "--tail"; }
expect_stdout ready
expect_exit 0 acapctl logs speaker --since "$(date -u -d '+1 minute' +%FT%TZ)"
expect_no_stdout
expect_exit 0 acapctl logs speaker --system
grep -v ' speaker\[' "$work/stdout" | grep -qw speaker || { show_last; fail "nothing of the system"; }

# Two devices: each line says whose it is.
expect_exit 0 acapctl logs speaker --grep ready -t "$device_http" -t "$second_http"
[ "$(wc -l <"$work/stdout")" = 2 ] || { show_last; fail "not a line of each"; }
expect_stdout "$second_http 2"

# The log of an application is one request under Basic; the list is needed only when there is no line.
acapctl -q logs speaker -t "$device_https" --trust-new >/dev/null
curl -sSf -X DELETE "$device_http/emulator/counters" >/dev/null
expect_exit 0 acapctl logs speaker -t "$device_https"
[ "$(device_state .counters.requests)" = 1 ] || fail "$(device_state .counters.requests) requests"
expect_exit 0 acapctl logs Speaker
expect_stdout ready
expect_stderr "spells it 'speaker'"
expect_error 6 "is not installed" acapctl logs speakers
expect_exit 6 acapctl logs speakers --json
expect_json '.kind == "acapctl.logs/v1" and .devices[0].error.code == "not-installed" and .summary.failed == 1'
set_faults garbage:2@systemlog.cgi
expect_error 6 "gave no log" acapctl logs speaker
