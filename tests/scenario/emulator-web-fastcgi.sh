#!/bin/bash
# A FastCGI program behind the device's login: its parameters, its body, its errors in the log.
. "${0%/*}/lib.sh"

mkdir app
cat >app/manifest.json <<'END'
{"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "app", "architecture": "all", "vendor": "V",
  "version": "1.0.0", "runMode": "never"}, "configuration": {"httpConfig": [
  {"type": "fastCgi", "name": "hello.cgi", "access": "viewer"}, {"type": "transferCgi", "name": "old.cgi", "access": "viewer"}]}}}
END
cat >app/app <<'END'
#!/usr/bin/python3
import json, os, socket, struct
def read(connection, size):
    data = b""
    while len(data) < size: data += connection.recv(size - len(data)) or exit("the server left")
    return data
def pairs(data):
    result, at = {}, 0
    while at < len(data):
        lengths = []
        for _ in range(2):
            wide = data[at] >> 7
            lengths.append(struct.unpack(">I", data[at:at + 4])[0] & 0x7fffffff if wide else data[at])
            at += 4 if wide else 1
        name, value = data[at:at + lengths[0]], data[at + lengths[0]:at + sum(lengths)]
        result[name.decode()], at = value.decode(), at + sum(lengths)
    return result
def write(connection, kind, data): connection.sendall(struct.pack(">BBHHBB", 1, kind, 1, len(data), 0, 0) + data)
server = socket.socket(socket.AF_UNIX)
server.bind(os.environ["FCGI_SOCKET_NAME"])
server.listen(5)
while True:
    connection, streams, ended = server.accept()[0], {4: b"", 5: b""}, set()
    while 5 not in ended:
        _, kind, _, size, padding, _ = struct.unpack(">BBHHBB", read(connection, 8))
        data = read(connection, size + padding)[:size]
        if kind in streams: streams[kind] += data
        if kind in streams and not data: ended.add(kind)
    seen = pairs(streams[4])
    write(connection, 7, b"asked by " + seen["REMOTE_USER"].encode() + b"\n")
    if seen["QUERY_STRING"] != "broken":
        answer = json.dumps({"seen": seen, "size": len(streams[5])}).encode()
        write(connection, 6, b"Status: 418 Teapot\r\nContent-Type: application/json\r\n\r\n" + answer)
        write(connection, 6, b"")
        write(connection, 3, bytes(8))
    connection.close()
END
chmod +x app/app && echo licence >app/LICENSE && acapctl -q pack app -o . >/dev/null && add_signature app_1_0_0_all.eap
start_emulator "$@"
ask /axis-cgi/applications/upload.cgi -F file=@app_1_0_0_all.eap | grep -c OK
code() { ask "$1" -o "$work/body" -w '%{http_code}' "${@:2}"; }

[ "$(code /local/app/hello.cgi) $(code /local/app/old.cgi)" = "503 503" ] || fail "a stopped application"
ask '/axis-cgi/applications/control.cgi?action=start&package=app' | grep -c OK
listening() { [ "$(code /local/app/hello.cgi)" = 418 ]; }
eventually listening
head -c 200000 /dev/zero >big
[ "$(code '/local/app/hello.cgi/more/x?a=b' --data-binary @big -H 'X-Long: '"$(printf '%0300d' 7)" -H 'Proxy: evil')" = 418 ] || fail "the status"
jq -e '.size == 200000 and (.seen | .SCRIPT_NAME == "/local/app/hello.cgi" and .PATH_INFO == "/more/x" and .QUERY_STRING == "a=b" and
    .REQUEST_METHOD == "POST" and .REMOTE_USER == "root" and .CONTENT_LENGTH == "200000" and (.HTTP_X_LONG | length) == 300 and
    (has("HTTP_PROXY") or has("HTTP_AUTHORIZATION") | not))' "$work/body" >/dev/null || { cat "$work/body"; fail "what the program saw"; }
[ "$(curl -sk -o /dev/null -w '%{http_code}' "$device_https/local/app/hello.cgi")" = 401 ] || fail "no login"
[ "$(code '/local/app/hello.cgi?broken')" = 502 ] || fail "a program that breaks off"
ask /axis-cgi/systemlog.cgi | grep -c 'httpd.*/local/app: asked by root' || fail "standard error is not in the log"
