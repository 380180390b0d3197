#!/bin/bash
# A client that sends its whole package before it reads the 401 gets that answer, whatever it sends; and so does curl
# --anyauth, whose package is then installed.
. "${0%/*}/lib.sh"

start_emulator
cat >client.py <<'END_OF_CLIENT'
import socket, ssl, sys, time
host, port, secure = "127.0.0.1", int(sys.argv[1]), sys.argv[2] == "tls"
connection = socket.create_connection((host, port), 30)
if secure:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = context.wrap_socket(connection)
size = 8_000_000
connection.sendall(b"POST /axis-cgi/applications/upload.cgi HTTP/1.1\r\nHost: localhost\r\n"
                   b"Content-Type: multipart/form-data; boundary=B\r\nContent-Length: %d\r\n\r\n" % size)
for _ in range(80): # slower than the answer comes
    time.sleep(0.005)
    connection.sendall(b"x" * (size // 80))
answer = b""
while b"\r\n\r\n" not in answer:
    piece = connection.recv(65536)
    if not piece:
        sys.exit("no answer: %r" % answer)
    answer += piece
if not answer.startswith(b"HTTP/1.1 401 ") or b"WWW-Authenticate: " not in answer:
    sys.exit("another answer: %r" % answer)
END_OF_CLIENT
for _ in 1 2 3; do
    python3 client.py "${device_http##*:}" plain || fail "the answer was lost"
    python3 client.py "${device_https##*:}" tls || fail "the answer was lost over HTTPS"
done

package=$(script_app demo 1.0.0 'sleep 100')
head -c 1000000 /dev/urandom >>"$package" # a signature is what is behind the package
for _ in $(seq 10); do
    said=$(curl -sS -m 60 --anyauth -u root:pass -F "file=@$package" "$device_http/axis-cgi/applications/upload.cgi")
    [ "$said" = OK ] || fail "an upload says '$said'"
    said=$(curl -sS -m 60 -H Expect: --anyauth -u root:pass -F "file=@$package" "$device_http/axis-cgi/applications/upload.cgi")
    [ "$said" = OK ] || fail "an upload that asks nothing first says '$said'"
done
