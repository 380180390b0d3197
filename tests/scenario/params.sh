#!/bin/bash
# params get and set: values as they are, refusals as the device says them, secrets only when asked for.
. "${0%/*}/lib.sh"

mkdir box
cat >box/manifest.json <<'END'
{"schemaVersion": "1.3", "acapPackageConf": {"setup": {"appName": "box", "architecture": "all",
 "vendor": "v", "version": "1.0.0", "runMode": "never"}, "configuration": {"paramConfig": [
 {"name": "Port", "default": "80", "type": "int:min=1;max=65535"},
 {"name": "Url", "default": "http://a/?b=c", "type": "string"},
 {"name": "ApiToken", "default": "t0ken", "type": "string"},
 {"name": "Password", "default": "", "type": "password:maxlen=64"}]}}}
END
echo free >box/LICENSE
printf '#!/bin/sh\nsleep 60\n' >box/box && chmod +x box/box
acapctl -q pack box >/dev/null
for profile in artpec8 artpec7@10.12; do
    start_emulator --profile $profile --state "$work/$profile"
    expect_exit 0 acapctl deploy box/build/*.eap --allow-unsigned
    expect_exit 0 acapctl params get box --json
    expect_json '.kind == "acapctl.params-get/v1" and .devices[0].parameters ==
        {"Port": "80", "Url": "http://a/?b=c", "ApiToken": null}'
    expect_exit 0 acapctl params get box ApiToken
    [ "$(<"$work/stdout")" = "$ACAPCTL_TARGET	ApiToken	t0ken" ] || { show_last; fail "not one value"; }
    expect_exit 0 acapctl params get box --show
    expect_stdout t0ken
    expect_exit 0 acapctl params set box Port=8080 'Url=x=1&y=2 #%'
    expect_exit 0 acapctl params get box Port root.box.Url --json
    expect_json '.devices[0].parameters == {"Port": "8080", "Url": "x=1&y=2 #%"}'
    expect_error 6 "has no parameter 'Prot'" acapctl params get box Prot
    expect_stderr "Port"
    expect_exit 6 acapctl params set box Port=81 Url=y Gone=1 --json
    expect_json '.devices[0] | .refused == ["Gone"] and .parameters == {"Port": "81", "Url": "y"} and
        .error.code == "parameter-refused"'
    expect_error 6 "Error setting 'root.box.Port'" acapctl params set box Port=0
    expect_error 6 "is not installed" acapctl params get boxes
    (cd box && expect_exit 0 acapctl params set Port=82)
    # A value that is no argument: it is in no output and no process list.
    echo s3cret | "$ACAPCTL" params set box Password >out 2>&1 || fail "$(<out)"
    grep -q s3cret out && fail "the secret was printed"
    grep -q s3cret "$work/$profile"/*/* -r || fail "the password did not arrive"
done
expect_exit 0 acapctl params set box Port=1 --dry-run
expect_stdout "POST $device_http/axis-cgi/param.cgi"
expect_exit 2 acapctl params set box
