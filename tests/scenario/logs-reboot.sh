#!/bin/bash
# A follow outlasts a restart of the device, repeats no line, and says that it was one.
. "${0%/*}/lib.sh"

mkdir ticker
cat >ticker/manifest.json <<'END'
{"schemaVersion": "1.3", "acapPackageConf": {"setup": {"appName": "ticker", "architecture": "all",
 "vendor": "v", "version": "1.0.0", "runMode": "once"}}}
END
echo free >ticker/LICENSE
cat >ticker/ticker <<'END'
#!/bin/sh
trap 'exit 0' TERM
[ -e "${0%/*}/localdata/second" ] && again=again
: >"${0%/*}/localdata/second"
for i in 1 2 3; do echo "$again tick $i"; done
echo "$again waiting"
while :; do sleep 0.1; done
END
chmod +x ticker/ticker
acapctl -q pack ticker >/dev/null

for profile in artpec8 artpec7@10.12; do
    start_emulator --profile $profile --state "$work/$profile"
    expect_exit 0 acapctl deploy ticker/build/*.eap --allow-unsigned --start
    rm -f followed # of the profile before
    "$ACAPCTL" logs ticker --until '^again waiting' --wait 60s --json >followed 2>follower.err &
    follower=$!
    eventually grep -q waiting followed
    curl -sSf -X POST "$device_http/emulator/reboot" -d '{"offline": 4}' >/dev/null
    wait $follower || fail "logs --until ended with $?: $(cat follower.err; tail -3 followed)"
    [ "$(grep -c 'trying again\|is back' follower.err)" = 2 ] || fail "said: $(<follower.err)"
    jq -r 'select(.process == "ticker" and (.message | test("tick"))) | .message' followed >ticks
    printf '%s\n' ' tick '{1,2,3} 'again tick '{1,2,3} | diff - ticks || fail "lines lost or repeated"
    # systemready.cgi has no boot id on 10.12.
    marks=$(jq -s 'map(select(.restarted)) | length' followed)
    [ "$profile $marks" = "artpec8 1" ] || [ "$profile $marks" = "artpec7@10.12 0" ] ||
        fail "$marks marks of a restart on $profile"
done
