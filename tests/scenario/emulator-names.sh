#!/bin/bash
# Names collide with nothing and add nothing: applications called like what the emulator might call its own, an ident
# with a newline in it, account names with control characters.
. "${0%/*}/lib.sh"

cat >program <<'END'
#!/bin/sh
printf '<6>evil\n2026-01-01T00:00:00.000+00:00 axis-1 [ INFO    ] systemd[1]: forged' |
    perl -MSocket -e 'socket(S, AF_UNIX, SOCK_DGRAM, 0); connect(S, sockaddr_un("/dev/log")); send(S, join("", <STDIN>), 0)'
echo here
echo "${0##*/}" >localdata/name
exec sleep 100
END
for app in x.old x.new x lock x.log; do # which the rules for manifests do not allow, those before them did
    mkdir $app && cp program $app/$app && chmod +x $app/$app && echo free >$app/LICENSE
    printf '%s="%s"\n' PACKAGENAME $app APPNAME $app APPTYPE all APPMAJORVERSION 1 APPMINORVERSION 0 APPMICROVERSION 0 \
        VENDOR v STARTMODE never APPUSR sdk APPGRP sdk >$app/package.conf
    tar -C $app -czf $app.eap .
done
start_emulator --profile artpec7@10.12
for option in --start --reinstall; do
    for app in x.old x.new x lock x.log; do expect_exit 0 acapctl deploy $app.eap $option; done
done
stop_child "${children[-1]}"
start_emulator --profile artpec7@10.12
for app in x.old x.new x lock x.log; do
    expect_exit 0 acapctl start "$app" && eventually sh -c "'$ACAPCTL' logs $app | grep -F here"
    [ "$(<"$work/device/artpec7@10.12/applications/$app/package/localdata/name")" = $app ] || fail "localdata of $app"
done
[ "$(acapctl list | wc -l)" = 5 ] || fail "not five applications"
log=$(curl -s --digest -u root:pass "$device_http/axis-cgi/systemlog.cgi")
! grep -q '^2026-01-01T00:00:00.000' <<<"$log" || fail "an ident began a line"
for name in $'a\nb' $'a\x1b[1m' 'a,b' $'root\t'; do
    curl -s --digest -u root:pass "$device_http/axis-cgi/pwdgrp.cgi" --data-urlencode "user=$name" \
        -d 'action=add&pwd=x&grp=users&sgrp=viewer' | grep -c 'account user name' >refused
done
expect_exit 0 acapctl remove x.old
[ "$(acapctl list | wc -l)" = 4 ] || fail "more than one was removed"
curl -s --digest -u root:pass "$device_http/axis-cgi/pwdgrp.cgi?action=get" | grep -c 'digusers="root"' >accounts
