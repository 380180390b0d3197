#!/bin/bash
# The requests of axis_device_tool and of CamStreamerLib, by clients of Python's standard library: Digest over HTTP, a
# package as the part fileName, SSH switched on and read back, the accounts, and a restart.
. "${0%/*}/lib.sh"

package=$(script_app demo 1.0.0 'sleep 100')
add_signature "$package"
start_emulator
cat >client.py <<'END_OF_CLIENT'
import sys, urllib.error, urllib.request
base, package = sys.argv[1:]
passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
passwords.add_password(None, base, "root", "pass")
opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords), urllib.request.ProxyHandler({}))
def ask(path, body=None, headers={}):
    request = urllib.request.Request(base + path, body, headers)
    with opener.open(request, timeout=30) as reply:
        return reply.read().decode()
def says(expected, path, *more):
    said = ask(path, *more)
    if said.strip() != expected:
        sys.exit("%s says %r, not %r" % (path, said, expected))
with open(package, "rb") as file:
    body = (b'--XX\r\nContent-Disposition: form-data; name="fileName"; filename="demo.eap"\r\n'
            b'Content-Type: application/octet-stream\r\n\r\n' + file.read() + b'\r\n--XX--\r\n')
form = {"Content-Type": "multipart/form-data; boundary=XX"}
says("OK", "/axis-cgi/applications/upload.cgi", body, form)
for action in "start", "restart", "stop":
    says("OK", "/axis-cgi/applications/control.cgi?action=%s&package=demo" % action)
if 'Name="demo"' not in ask("/axis-cgi/applications/list.cgi"):
    sys.exit("the application is not listed")
says("OK", "/axis-cgi/param.cgi?action=update&root.Network.SSH.Enabled=yes")
says("root.Network.SSH.Enabled=yes", "/axis-cgi/param.cgi?action=list&group=root.Network.SSH.Enabled")
says("OK", "/axis-cgi/param.cgi?action=update&root.Network.SSH.Enabled=no")
page = ask("/axis-cgi/pwdgrp.cgi?action=add&user=joe&pwd=x&grp=users&sgrp=viewer&comment=test")
for part in "<title>User accounts</title>", "<body bgcolor=#ffffff>Created account joe.":
    if part not in page:
        sys.exit("no %r in %r" % (part, page))
if 'viewer="joe,root"' not in ask("/axis-cgi/pwdgrp.cgi?action=get"):
    sys.exit("the account is not listed")
ask("/axis-cgi/restart.cgi")
END_OF_CLIENT
before=$(device_state .bootId)
python3 client.py "$device_http" "$package" || fail "a client of Python's library"
came_back() { [ "$(device_state .phase)" = ready ] && [ "$(device_state .bootId)" != "$before" ]; }
eventually came_back
ask '/axis-cgi/param.cgi?action=list&group=Network.SSH.Enabled' | grep -cx Network.SSH.Enabled=no >/dev/null || fail "SSH"
