#!/bin/bash
# The html/ of an application as curl sees it: login, types, index, conditional requests, and no way out of the package.
. "${0%/*}/lib.sh"

mkdir -p app/html/sub app/html/empty
cat >app/manifest.json <<'END'
{"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "app", "architecture": "all", "vendor": "V",
  "version": "1.0.0", "runMode": "never"}, "configuration": {"settingPage": "index.html",
  "httpConfig": [{"type": "directory", "access": "viewer"}]}}}
END
printf '#!/bin/sh\nsleep 100\n' >app/app && chmod +x app/app && echo licence >app/LICENSE
echo '<p>settings</p>' >app/html/index.html
echo 'let x' >"app/html/sub/a b.js"
echo kept >app/html/empty/file
ln -s ../../localdata/shot.txt app/html/sub/shot.txt
ln -s /etc/passwd app/html/passwd
ln -s ../../../../../../../../etc/passwd app/html/up
ln -s nowhere app/html/dangling
acapctl -q pack app -o . >/dev/null
add_signature app_1_0_0_all.eap
start_emulator
ask /axis-cgi/applications/upload.cgi -F file=@app_1_0_0_all.eap | grep -c OK
ask /axis-cgi/pwdgrp.cgi -d 'action=add&user=eve&pwd=x&grp=users&sgrp=viewer' | grep -c Created

status() { # EXPECTED PATH [OPTION...]
    local got
    got=$(ask "$2" --path-as-is -o "$work/body" -w '%{http_code}' "${@:3}")
    [ "$got" = "$1" ] || fail "$2 answered $got instead of $1"
}
page=/$(ask /axis-cgi/applications/list.cgi | grep -o 'ConfigurationPage="[^"]*"' | cut -d'"' -f2)
[ "$(ask "$page")" = '<p>settings</p>' ] || fail "the settings page $page"
[ "$(curl -s --digest -u eve:x "$device_http/local/app/")" = '<p>settings</p>' ] || fail "the index, for a viewer"
[ "$(curl -sk -o /dev/null -w '%{http_code}' "$device_https$page")" = 401 ] || fail "no login"
ask "$page" -I | tr -d '\r' >answer
grep -qx 'Content-Type: text/html' answer && grep -qx 'Content-Length: 16' answer || { cat answer; fail "HEAD"; }
status 304 "$page" -H "If-None-Match: $(sed -n 's/^ETag: //p' answer)"
status 304 "$page" -H "If-Modified-Since: $(sed -n 's/^Last-Modified: //p' answer)"
status 200 "/local/app/sub/a%20b.js"
status 301 /local/app/sub
status 403 /local/app/empty/
status 404 /local/app/sub/shot.txt
echo here >"$work/device/artpec8/applications/app/package/localdata/shot.txt"
status 200 /local/app/sub/shot.txt
for way in passwd up dangling ../manifest.json %2e%2e/manifest.json sub/..%2f..%2fmanifest.json index.html/ 'index.html%00' absent; do
    status 404 "/local/app/$way"
done
status 405 "$page" -d x=1
set_faults cut:1
! ask "$page" >/dev/null 2>&1 || fail "the fault did not strike"
status 404 /local/other/index.html
