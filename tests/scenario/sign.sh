#!/bin/bash
# A package goes to a service of the test's own; what comes back is proved, and the token is seen by
# nobody else.
. "${0%/*}/lib.sh"
expect_exit 0 acapctl new door
rm door/door.c
printf '#!/bin/sh\nexit 0\n' >door/door && chmod +x door/door
expect_exit 0 acapctl pack door --arch all
built=$(cat "$work/stdout")
signed=${built%.eap}_signed.eap
expect_error 2 "no service for signing is configured" acapctl sign submit "$built"

cat >service.py <<'END'
import http.server, re
class Service(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/long":
            return self.answer(500, b"x" * 280 + self.headers["Authorization"].encode() + b"y" * 100000)
        open("bodies", "ab").write(body)
        if self.headers["Authorization"] != "Bearer correct-token":
            return self.answer(403, b"no rights for " + self.headers["Authorization"].encode())
        package = re.search(rb"\r\n\r\n(.*)\r\n--", body, re.S).group(1)
        if self.path == "/cut": package = package[:-100]
        if self.path == "/extra": package += package
        if self.path.startswith("/endless"): return self.answer(200, package + b"S" * (20 << 20))
        self.answer(200, package + b"S" * 256)
    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Service)
print(server.server_port, flush=True)
server.serve_forever()
END
python3 service.py >port &
children+=($!)
eventually test -s port
configure() { printf '%s\n' '[sign]' "$@" >"$HOME/.config/acapctl/config.toml"; }
mkdir -p "$HOME/.config/acapctl" && chmod 700 "$HOME/.config" "$HOME/.config/acapctl"
post="url = \"http://127.0.0.1:$(cat port)"

configure "$post\"" 'token_variable = "SIGN_TOKEN"'
expect_error 4 "SIGN_TOKEN" acapctl sign submit "$built"
SIGN_TOKEN=wrong-token expect_error 4 "no rights for Bearer ***" acapctl sign submit "$built"
[ ! -e "$signed" ] || fail "something was written"
SIGN_TOKEN=correct-token expect_exit 0 acapctl sign submit "$built" -vv
expect_stdout "$signed"
expect_stderr_not correct-token
expect_exit 0 acapctl sign check "$built" "$signed" --json
expect_json '.kind == "acapctl.sign-check/v1" and .addedBytes == 256 and .packedAnew == false and .signers == []'
rm "$signed"

# A pipe and a link to a secret of mine are no package, and nothing of them leaves; a proxy sees nothing.
configure "$post\"" 'token_variable = "SIGN_TOKEN"'
echo very-secret >mine && ln -s "$PWD/mine" door/build/link.eap && mkfifo door/build/pipe.eap
for odd in link pipe; do SIGN_TOKEN=correct-token expect_exit 3 timeout 20 "$ACAPCTL" sign submit door/build/$odd.eap; done
! grep -aq very-secret bodies || fail "a secret left this machine"
SIGN_TOKEN=correct-token http_proxy=http://127.0.0.1:9 expect_exit 0 acapctl sign submit "$built"
rm "$signed"
configure "$post/long\"" 'token_variable = "SIGN_TOKEN"'
SIGN_TOKEN=correct-token expect_exit 6 acapctl sign submit "$built"
expect_stderr_not correct

# A token that was read from a file ends its own line, and none begins another; an answer has an end.
configure "$post/endless?key=very-secret\"" 'token_variable = "SIGN_TOKEN"'
SIGN_TOKEN=$'correct-token\n' expect_exit 6 acapctl sign submit "$built"
expect_stderr "larger than a signed package could be"
expect_stderr_not very-secret
SIGN_TOKEN=$'correct-token\nX-Evil: 1' expect_exit 4 acapctl sign submit "$built"
expect_stderr_not correct

for lie in cut extra; do # what comes back is not the package
    configure "$post/$lie\"" 'token_command = ["echo", "correct-token"]'
    expect_exit 3 acapctl sign submit "$built"
    expect_stderr "what the service gave back"
    [ ! -e "$signed" ] || fail "what is not proved was kept"
done
configure 'command = ["sh", "-c", "cat \"$1\" >\"$2\" && printf %0256d 0 >>\"$2\"", "sign", "{input}", "{output}"]'
expect_exit 0 acapctl sign submit "$built" -o mine.eap
configure 'command = ["sh", "-c", "env >env; echo x >\"$1\"; cp \"$1\" \"$2\"", "sign", "{input}", "{output}"]' 'token_variable = "SIGN_TOKEN"'
SIGN_TOKEN=correct-token expect_exit 3 acapctl sign submit "$built" # what it did to its own file proves nothing
! grep -q correct-token env || fail "the command has the token"
expect_error 3 "no signature" acapctl sign check "$built" "$built"
configure 'url = "http://sign.example.com/"'
expect_error 3 "no https:// address" acapctl sign submit "$built"

# A project that was cloned sends nothing anywhere.
printf '[sign]\ncommand = ["touch", "ran"]\n' >door/acapctl.toml
rm "$HOME/.config/acapctl/config.toml"
expect_exit 2 acapctl sign submit "$built"
[ ! -e ran ] && [ ! -e door/ran ] || fail "a project's command ran"
