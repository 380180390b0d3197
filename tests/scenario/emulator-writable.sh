#!/bin/bash
# Until AXIS OS 11 an application may write to its whole directory, from 12 on to localdata alone; what it makes
# there is no danger to this machine. With runMode once it runs again after an installation over it.
. "${0%/*}/lib.sh"

mkdir app && cat >app/app <<'END_OF_PROGRAM'
#!/bin/sh
cd /usr/local/packages/app
chmod +x tool && ./tool
echo here >made && echo "made it" && chmod 6755 made
ln -sfn /etc html/out
rm -rf localdata/x; mkdir localdata/x; mv localdata elsewhere; echo "localdata: $?"
END_OF_PROGRAM
printf '#!/bin/sh\necho the tool ran\n' >app/tool && mkdir app/html && echo page >app/html/index.html
cat >app/manifest.json <<'END_OF_MANIFEST'
{"schemaVersion": "1.3", "acapPackageConf": {"setup": {"appName": "app", "architecture": "all", "vendor": "V", "version": "1.0.0",
 "runMode": "once"}, "configuration": {"settingPage": "index.html"}}}
END_OF_MANIFEST
chmod 755 app/app && chmod 644 app/tool && echo free >app/LICENSE && package=$(acapctl -q pack app -a tool)
add_signature "$package"
ask() { curl -sSk -m 20 --anyauth -u root:pass "$device_https$1" "${@:2}"; } # Digest on 10.12
runs() { ask '/axis-cgi/systemlog.cgi?appname=app' | grep -c 'localdata: [^0]'; }
ran() { [ "$(runs)" = "$1" ]; }
upload() { [ "$(ask /axis-cgi/applications/upload.cgi -F "f=@$package")" = OK ] || fail "not installed"; }

for profile in artpec6@10.12 artpec6@11.11 artpec8; do
    start_emulator --profile $profile --state "$work/$profile"
    upload
    expect_exit 0 acapctl start app
    eventually sh -c "curl -sSk --anyauth -u root:pass '$device_https/axis-cgi/systemlog.cgi?appname=app' | grep 'localdata: [^0]'"
    log=$(ask '/axis-cgi/systemlog.cgi?appname=app')
    case $profile in
    artpec8) grep -q 'Read-only file system' <<<"$log" && ! grep -q 'made it' <<<"$log" || fail "it wrote: $log" ;;
    *) grep -q 'the tool ran' <<<"$log" && grep -q 'made it' <<<"$log" || fail "it could not write: $log" ;;
    esac
    [ "$(ask /local/app/out/passwd -o /dev/null -w '%{http_code}')" = 404 ] || fail "a link leads out of the package"
    eventually sh -c "'$ACAPCTL' list | grep -F Stopped"
    [ -z "$(find "$work/$profile" -perm /6000)" ] || fail "a set-uid file is left"
    # It has done its work, and an installation over it starts it again; one that was stopped stays so.
    [ "$(runs)" = 1 ] || fail "it ran $(runs) times"
    upload && eventually ran 2
    ask '/axis-cgi/applications/control.cgi?action=stop&package=app' >/dev/null
    upload && sleep 1 && [ "$(runs)" = 2 ] || fail "it ran though it was stopped"
    expect_exit 0 acapctl remove app
done
