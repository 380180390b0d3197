#!/bin/bash
# The reverse proxy to an application's web server on TCP and on a UNIX socket: paths, headers, bodies, roles, 502 and 503.
. "${0%/*}/lib.sh"

mkdir app
cat >app/manifest.json <<'END'
{"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "app", "architecture": "all", "vendor": "V",
  "version": "1.0.0", "runMode": "never"}, "configuration": {"settingPage": "web", "reverseProxy": [
  {"apiPath": "web", "target": "http://localhost:2001/", "access": "operator"},
  {"apiPath": "open", "apiType": "http", "target": "unix:/tmp/app.sock", "access": "anonymous"},
  {"apiPath": "gone", "target": "http://localhost:2002", "access": "admin"}]}}}
END
cat >app/app <<'END'
#!/usr/bin/python3
import http.server, json, os, socketserver, threading
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def address_string(self): return "client"
    def do_POST(self): self.do_GET()
    def do_GET(self):
        if self.path.endswith("/nonsense"): return self.wfile.write(b"nonsense\r\n\r\n")
        if self.path.endswith("/chunks"): return self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        size = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        body = json.dumps({"path": self.path, "size": size, "headers": dict(self.headers)}).encode()
        for line in (("X-App", "yes"), ("Keep-Alive", "timeout=5"), ("Content-Length", len(body))):
            if line[0] == "X-App": self.send_response(201)
            self.send_header(*map(str, line))
        self.end_headers()
        if self.command != "HEAD": self.wfile.write(body)
    do_HEAD = do_GET
class Unix(socketserver.ThreadingUnixStreamServer): pass
unix = Unix("/tmp/app.sock", Handler)
threading.Thread(target=unix.serve_forever, daemon=True).start()
http.server.ThreadingHTTPServer(("127.0.0.1", 2001), Handler).serve_forever()
END
chmod +x app/app && echo licence >app/LICENSE && acapctl -q pack app -o . >/dev/null && add_signature app_1_0_0_all.eap
start_emulator
ask /axis-cgi/applications/upload.cgi -F file=@app_1_0_0_all.eap | grep -c OK
ask /axis-cgi/pwdgrp.cgi -d 'action=add&user=eve&pwd=x&grp=users&sgrp=viewer' | grep -c Created
code() { curl -sk -m 20 -o "$work/body" -w '%{http_code}' "$@" || true; }

web=$device_https/local/app/web
[ "$(code -u root:pass "$web") $(code "$device_http/local/app/open")" = "503 503" ] || fail "a stopped application"
ask '/axis-cgi/applications/control.cgi?action=start&package=app' | grep -c OK
eventually sh -c "curl -sf '$device_http/local/app/open'"
[ "$(code "$web") $(code -u eve:x "$web") $(code -u root:pass "$web")" = "401 401 201" ] || fail "roles"
curl -si --digest -u root:pass "$device_http/local/app/web/a%20b?c=d" -H 'Connection: X-Hop' -H 'X-Hop: 1' -H 'X-End: 2' | tr -d '\r' >answer
grep -qx 'X-App: yes' answer && ! grep -q Keep-Alive answer || fail "headers of the answer"
tail -1 answer | jq -e '.path == "/local/app/web/a%20b?c=d" and .headers["X-End"] == "2" and .headers["X-Forwarded-For"] == "127.0.0.1" and
    (.headers | has("X-Hop") or has("Authorization") | not)' >/dev/null || { cat answer; fail "what the application saw"; }
head -c 3000000 /dev/zero >big
[ "$(curl -s "$device_http/local/app/open" --data-binary @big | jq .size)" = 3000000 ] || fail "a large body"
[ "$(ask /local/app/web/chunks)" = abcde ] || fail "a body in chunks"
[ "$(code -u root:pass -I "$web")" = 201 ] || fail HEAD
[ "$(code -u root:pass "$web/nonsense") $(code -u root:pass "$device_https/local/app/gone")" = "502 503" ] || fail "502 and 503"
! curl -s -m 5 http://127.0.0.1:2001/ || fail "the application's port is open to this machine"
