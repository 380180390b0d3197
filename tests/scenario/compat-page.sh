#!/bin/bash
# The page of compat --html: whole and balanced, nothing in it but text, and a browser loads nothing for it,
# whatever devices call their applications.
. "${0%/*}/lib.sh"
cat >device.py <<'END'
import html, http.server
class Device(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        here = "http://127.0.0.1:%d/stolen" % server.server_port
        names = ["<script src=%s></script>" % here, '"\'><img src=%s onerror=x>' % here, "</style><link rel=stylesheet href=%s>" % here,
                 "</title></table><iframe src=%s>" % here, "A" * 400, "\u202egnp.exe", "アプリ", "&lt;b&gt;"]
        if "/stolen" in self.path: open("stolen", "w").close()
        if "basicdeviceinfo" in self.path:
            return self.answer('{"data":{"propertyList":{"ProdNbr":"<b>P1</b>","Version":"12.11.77","Architecture":"aarch64","Soc":"Axis Artpec-8"}}}')
        if "list.cgi" not in self.path: return self.send_error(404)
        body = "".join('<application Name="app%d" NiceName="%s" Version="%s" Status="Stopped"/>' % (i, html.escape(n), html.escape(n[:40]))
                       for i, n in enumerate(names))
        self.answer('<?xml version="1.0" encoding="utf-8"?><reply result="ok">%s</reply>' % body)
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()
    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Device)
print(server.server_port, flush=True)
server.serve_forever()
END
python3 device.py >port &
children+=($!)
eventually test -s port
export AXIS_DEVICE_USER=root AXIS_DEVICE_PASS=pass
expect_exit 10 acapctl compat -t "http://127.0.0.1:$(cat port)" -t http://127.0.0.1:9 --axis-os 13 --html page.html

cat >look.py <<'END'
import html.parser, sys
class Look(html.parser.HTMLParser):
    open, seen, text = [], {}, ""
    def handle_starttag(self, tag, attributes):
        self.seen[tag] = self.seen.get(tag, 0) + 1
        for name, value in attributes:
            assert name in ("lang", "charset", "http-equiv", "content", "name", "class", "id") or (name, value[:2]) == ("href", "#d"), (tag, name, value)
        if tag not in ("meta", "br"): self.open.append(tag)
    def handle_endtag(self, tag): assert self.open.pop() == tag, tag
    def handle_data(self, data): self.text += data
look = Look()
look.feed(open(sys.argv[1], encoding="utf-8").read())
look.close()
assert not look.open, look.open
assert set(look.seen) <= set("html head meta title style body h1 h2 p ul li table thead tbody tr th td span a br b".split()), look.seen
assert (look.seen["table"], look.seen["tr"], look.seen["h2"]) == (2, 1 + 2 + 1 + 8, 2), look.seen
for text in ("<script src=", "<iframe src=", "A" * 400, r"\xe2\x80\xaegnp.exe", "アプリ", "&lt;b&gt;", "1 could not be asked"): assert text in look.text, text
END
expect_exit 0 python3 look.py page.html
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || { echo "the browser's part is skipped: there is no chromium"; exit 0; }
headless() { timeout 60 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$work/browser" "$@" "file://$PWD/page.html"; }
headless --dump-dom >dom.html 2>browser.err || { cat browser.err; fail "chromium does not show the page"; }
expect_exit 0 python3 look.py dom.html
headless --window-size=390,2000 --screenshot=narrow.png >/dev/null 2>&1
[ "$(head -c 4 narrow.png | tail -c 3)" = PNG ] || fail "there is no picture"
[ ! -e stolen ] || fail "the browser asked the device for something"
