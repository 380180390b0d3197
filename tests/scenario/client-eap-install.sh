#!/bin/bash
# The requests of the SDK's eap-install.sh, which goxisbuilder runs too: it reads pages, not "OK", and a failure's
# code out of the address that a page leads to.
. "${0%/*}/lib.sh"

script_app demo 1.0.0 'sleep 100' >/dev/null
sed -i 's/"1.7.0"/"1.3"/' demo/manifest.json && package=$(acapctl -q pack demo) # AXIS OS 10.12 knows that one
device() { curl -s --noproxy '*' --anyauth -u root:pass "$@"; }
upload() { device -F "packfil=@$1;type=application/octet-stream" "$device_http/axis-cgi/admin/applications/upload.cgi?reload_page=yes"; }
control() { device "$device_http/axis-cgi/applications/control.cgi?action=$1&package=$2&reload_page=yes"; }
shows() { grep -qF -- "$1" <<<"$2" || fail "no '$1' in: $2"; }
code() { sed -n 's:.*URL=/devtools.shtml.error=\([0-9]*\).*:\1:p' <<<"$1"; }

cp "$package" unsigned.eap && add_signature "$package"
for profile in artpec7@10.12 artpec8@11.11 artpec8; do
    start_emulator --profile $profile --state "$work/$profile"
    # Unsigned, as it was built: AXIS OS 12 wants that to be allowed.
    [ $profile != artpec8 ] || [ "$(code "$(upload unsigned.eap)")" = 2 ] || fail "an unsigned package was taken"
    shows package_uploaded=yes "$(upload "$package")"
    shows package_started=yes "$(control start demo)"
    [ "$(code "$(control start demo)")" = 6 ] || fail "started twice"
    shows package_stopped=yes "$(control stop demo)"
    shows package_removed=yes "$(control remove demo)"
    [ "$(code "$(control remove demo)")" = 4 ] || fail "removed twice"
    echo junk >junk.eap
    [ "$(code "$(upload junk.eap)")" = 1 ] || fail "junk was taken"
    set_faults error:12:1
    [ "$(code "$(upload "$package")")" = 12 ] || fail "a fault has another shape than the device's own answers"
    # What it shows of the log is what was added meanwhile.
    shows 'Uploaded junk.eap' "$(device "$device_http/axis-cgi/admin/systemlog.cgi?appname=")"
    truncate -s -9 "$package"
done
