#!/bin/bash
# A reverse proxy whose target names a socket of this machine never reaches it, not even while the application's
# sandbox is being set up again and again.
. "${0%/*}/lib.sh"

socket=/tmp/acapctl_$$
mkdir app
cat >app/manifest.json <<END
{"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "app", "architecture": "all", "vendor": "V",
  "version": "1.0.0", "runMode": "respawn"}, "configuration": {"reverseProxy": [
  {"apiPath": "api", "apiType": "http", "target": "unix:$socket", "access": "anonymous"}]}}}
END
printf '#!/bin/sh\nexit 1\n' >app/app
chmod +x app/app && echo licence >app/LICENSE && package=$(acapctl -q pack app)
at_end="rm -f $socket"
python3 - "$socket" "$work/reached" <<'END' &
import socket, sys
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(50)
while True:
    connection, _ = listener.accept()
    open(sys.argv[2], "a").write("reached\n")
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nSECRET")
    connection.close()
END
children+=($!)
start_emulator
expect_exit 0 acapctl deploy "$package" --allow-unsigned
end=$((SECONDS + 12))
(while [ $SECONDS -lt $end ]; do ask "/axis-cgi/applications/control.cgi?action=restart&package=app" >restarted; done) &
children+=($!)
python3 - "$device_http" <<'END'
import collections, http.client, sys, time
end, seen = time.time() + 12, collections.Counter()
while time.time() < end:
    connection = http.client.HTTPConnection(sys.argv[1].removeprefix("http://"), timeout=10)
    for _ in range(200):
        connection.request("GET", "/local/app/api/x")
        answer = connection.getresponse()
        answer.read()
        seen[answer.status] += 1
print(dict(seen))
sys.exit(set(seen) != {503})
END
[ ! -e "$work/reached" ] || fail "a socket of this machine was reached"
