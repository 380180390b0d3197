"""The inputs of tests/fuzz/make-seeds that are texts, by target and name: what devices, programs and
clients say, and the files of a user, a project and an engine."""
import json
import zlib


# --- devices ---

REPLIES = {
    "list-9.80.xml": '<reply result="ok">\n <application Name="seed" NiceName="Seed App" Vendor="Nobody" Version="1.2-3" '
                     'ApplicationID="12" License="None" Status="Running" ConfigurationPage="local/seed/" />\n</reply>\n',
    "list-12.xml": '<reply result="ok"><application Name="seed" NiceName="S&#228; &amp; &lt;" Version="1.0.0" Bundled="No" '
                   'Status="Stopped" License="Missing" SignatureStatus="Unknown"><Resources><Resource name="DeepLearningProcessor" '
                   'used="No" /></Resources></application></reply>',
    "list-empty.xml": '<reply result="ok">\n</reply>\n',
    "list-error.xml": '<reply result="error"><error type="10" message="No such application" /></reply>',
    "entities.xml": '<?xml version="1.0"?><!DOCTYPE reply [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><reply result="&b;"/>',
    "utf-16.xml": '<reply result="ok"><application Name="seed"/></reply>'.encode("utf-16"),
    "config.xml": '<reply result="ok"><param name="AllowUnsigned" value="false"></param></reply>',
    "config-error.xml": '<reply result="error"><error type="1" message="Invalid parameter" /></reply>',
    "ok.txt": "OK\r\n", "error.txt": "Error: 12\n", "error-tight.txt": "Error:2",
    "html.txt": "<html><body>404 Not Found</body></html>",
    "params.txt": "root.Brand.Brand=AXIS\nroot.Brand.ProdNbr=X1=2\nProperties.System.Soc=Seed\r\n# Error: Error -1 getting param in group 'root.X'\n",
    "device-info.json": '{"apiVersion":"1.3","data":{"propertyList":{"Architecture":"aarch64","Version":"12.11.77","Soc":"Seed","Count":3}}}',
    "device-info-error.json": '{"apiVersion":"1.0","error":{"code":4002,"message":"Not supported"}}',
    "api-list.json": '{"method":"getApiList","apiVersion":"1.0","data":{"apiList":[{"id":"a","version":"1.0","name":"A"},'
                     '{"id":"a","version":"2.4"},{"id":"b"},3]}}',
    "ready.json": '{"apiVersion":"1.1","method":"systemready","data":{"systemready":"yes","needsetup":"no","uptime":"12","bootid":"x"}}',
    "number.json": '{"error":{"code":99999999999999999999,"message":[]}}',
    "deep.json": "[" * 500, "deep.xml": "<reply>" + "<a>" * 300,
    "redirect.txt": "https://camera/new?x#y", "redirect-path.txt": "/axis-cgi/new", "redirect-odd.txt": "https://root@CAMERA:99999/",
    "description.json": '{"address": "https://camera", "serial": "B8A44FE08010", "policies": {"allowRoot": true}, "applications": 3,'
                        ' "apis": {"a": ["1.0", 2]}, "certificate": {"fingerprint": "AB", "pinned": true, "notAfter": 1e300}}',
    "lone-surrogate.json": r'{"data":{"propertyList":{"a":"\ud83d"}}}',
}

NEW = "2026-11-21T10:00:0{0}.123+09:00 axis-1 [ INFO    ] seed[12{0}]: line {0}\n"
OLD = "<WARNING > Oct  1{0} 00:10:4{0} axis-1 seed[12]: line {0}\n"
PROBE = "2026-11-21T10:00:00Z axis-1 [ INFO ] probe[7]: acapctl-probe/1 "
LOGS = {
    "new": "\n----- Contents of SYSTEM_LOG for 'seed' -----\n\n\n" + "".join(NEW.format(i) for i in range(5)),
    "old": "".join(OLD.format(i) for i in range(5)),
    "growing": "\f".join("".join(NEW.format(i) for i in range(a, b)) for a, b in ((0, 3), (1, 5), (4, 7), (8, 9))),
    "cut-in-front": "".join(NEW.format(i) for i in range(4)) + "\f" + ("".join(NEW.format(i) for i in range(1, 6)))[30:],
    "unfinished": NEW.format(1) + NEW.format(2)[:-5] + "\f" + NEW.format(1) + NEW.format(2)[:-1] + "\f" + NEW.format(1) + NEW.format(2),
    "equal-lines": "a\na\na\n\fa\na\na\na\n\f\fa\n",
    "emptied": NEW.format(1) + "\f----- System log -----\n\f" + NEW.format(2),
    "short-times": "14:13:07.412 [ INFO ] seed[6425]: x\n14:13:07 [ERR] seed: y\n2025-02-30T00:00:00Z h [ INFO ] a: b\n",
    "odd": "2023-06-18T19:48:32023-06-19T11:17:10.323+09:00 x\n<INFO> x\n<> y\n[ INFO ]\n: x\na[]: b\na[99999999999]: c\n\x1b[2J\r\n",
    "http-date": "Sat, 21 Nov 2026 05:12:22 GMT",
    "zones": "2025-01-01T00:00:60.5-0330 a [ INFO ] x\n1970-01-01T00:00:00+23:59 a [ INFO ] x\n9999-12-31T23:59:59Z a [ INFO ] x\n",
}

DIGEST = 'Digest realm="AXIS_ACCC8E000001", nonce="a=b", algorithm=MD5, qop="auth"'
LOGINS = {
    "digest": DIGEST, "digest-old": 'Digest realm="AXIS", nonce="0", stale=FALSE',
    "basic": 'Basic realm="AXIS_ACCC8E000001"', "both": 'Basic realm="a, b", ' + DIGEST,
    "several": DIGEST.replace("MD5", "SHA-256") + "\n" + DIGEST + "\nBasic realm=x\nNegotiate\n",
    "unknown": 'Digest algorithm=SHA-512-256, qop="auth-int"\nBearer\nDigest algorithm=\x1b[2J',
    "malformed": 'Digest realm="a\\"b\\', "no-scheme": "realm=x, Basic",
    "netrc": "machine camera login root password pass\nmachine other login a password b\ndefault login c password d\n",
    "netrc-quoted": '# camera\nmachine CAMERA\n\tlogin "ro\\"ot"\n\tpassword "a b\\\\"\n',
    "netrc-macro": "macdef init\ncd /\nmachine camera password x\n\nmachine camera login root account z password y",
    "netrc-unfinished": 'machine camera login root password "a',
}

WEB = {
    "path": "/local/app/sub//./a%20b.js?x=/../y", "path-up": "/local/app/%2e%2E/..%2fmanifest.json",
    "length": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: X-Hop\r\nX-Hop: 1\r\n\r\n12345rest",
    "chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
    "open-end": "HTTP/1.0 404 Not Found\nServer: x\n\nnothing",
    "cgi": "Status: 404 Not Found\nContent-Type: text/html\n\n<p>",
    "fastcgi": "\1\6\0\1\0\3\5\0out#####\1\7\0\1\0\3\0\0err\1\6\0\2\0\1\0\0x\1\3\0\1\0\10\0\0\0\0\0\0\0\0\0\0",
}


REQUESTS = {
    "digest": 'Digest username="root", realm="AXIS", nonce="AAAAAAAAAAE=' + "0" * 40 + '", uri="/", qop=auth, nc=00000001, cnonce="x",'
              ' response="' + "0" * 32 + '", algorithm=MD5',
    "digest-odd": 'digest username="a\\"b" realm= , ,nonce', "base64": "cm9vdDpwYXNz", "base64-odd": "cm9=dA===",
    "fields": "action=add&user=a%00b&pwd=%+%zz&&=x&group", "group": "root.Seed.*\nSeed.Level=1\nSeed.Name.x=2\n",
    "syslog": "<14>Nov 21 10:00:00 seed[12]: hello\n\0", "syslog-odd": "<192>Nov 21 1x:00:00 [12]: a\x1b\nb", "output": "<3>error",
    "param.conf": 'Level="3" type="int:min=0;max=9"\nMode="a" type="hidden:enum:a|First,b"\nPort=80 type="int:range=0,1024-65535"\n'
                  'Name="x"y" type="string:maxlen=8"\n = \nodd="type="\n',
    "license": "# key\nApplicationID = 1\nSerialNumber=*\nVersion=1\nExpirationDate=2027-01-31\n",
    "license-xml": '<?xml version="1.0"?>\n<LicenseKey>\n<ApplicationID>1</ApplicationID>\n<DeviceID>B8A44FE08010</DeviceID>\n'
                   '<MinimumMajorVersion>1</MinimumMajorVersion>\n<MinimumMinorVersion>2</MinimumMinorVersion>\n'
                   '<MaximumMajorVersion>1</MaximumMajorVersion>\n<ExpirationDate>2027-01-31T00:00:00</ExpirationDate>\n'
                   '<Signature>AAAA</Signature>\n</LicenseKey>\n',
    "license-xml-odd": "<a><LicenseKey><DeviceID><![CDATA[*]]></DeviceID><ApplicationID>1<b>2</b></ApplicationID></LicenseKey></a>",
    "call": '{"apiVersion": "1.0", "context": "c", "method": "getApiList", "params": {"id": "ntp", "version": "1.5"}}',
    "host": "[::1]:8080\n",
    "host-odd": "127.0.0.12:80:90\n",
    "return-page": '/local/seed/index.html"><script>\n',
    "license-odd": "ApplicationID=1\nSerialNumber=b8a44fe08010\nExpirationDate=9999-99-99\nx\n",
}
FORM = "multipart/form-data; boundary=b\n"
FILE = 'Content-Disposition: form-data; name="fileData"; filename="{}"\r\nContent-Type: application/octet-stream\r\n\r\n'
MULTIPART = {
    "curl": FORM + "--b\r\n" + FILE.format("a.eap") + "\x1f\x8b\r\n--\r\n--b--\r\n",
    "two-parts": FORM + "preamble\r\n--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b\r\n" + FILE.format("b") + "2\r\n--b--epilogue",
    "names": 'multipart/form-data; x="a;b\\"" ; Boundary="b c"; z\n--b c\r\n' + FILE.format('..\\..\\a\\"b%22') + "x\r\n--b c--",
    "empty-parts": FORM + "--b\r\n\r\n\r\n--b\r\n\r\n--b\r\nx: y\r\n\r\n\r\n--b--",
    "unfinished": FORM + "--b\r\n" + FILE.format("a") + "data\r\n--",
    "boundary-like": FORM + "--b\r\n\r\n--b\r\r\n--c\n--b\r\n-\r\n--bb\r\n\r\n\r\n--b-x\r\n--b--",
    "no-boundary": "multipart/form-data; boundary=\n--b\r\n\r\nx\r\n--b--",
}

ABOUT = {"name": "seed", "niceName": "Seed", "vendor": "Nobody", "version": "1.2.3", "architecture": "aarch64", "appId": "1", "vendorId": "",
         "license": "None", "licenseName": "", "settingsPage": "index.html", "vendorUrl": "", "user": "sdk", "group": "sdk", "runMode": "never",
         "options": "-v", "postInstall": "", "preUninstall": "", "signed": False, "usesDlpu": True, "needsDlpu": False,
         "osVersions": [["11", "12"], ["", ""]], "parameters": [["Level", "3", "int"]],
         "web": [["transferCgi", "a.cgi", "admin", "", ""], ["reverseProxy", "api", "viewer", "http://localhost:2001", "http"]], "size": 3}
STATE = {
    "settings.json": '{"policies": {"AllowUnsigned": true}, "licenseKeys": {"seed": "k"}, "enabled": ["seed"], "parameters": {"seed.Level": "4"}}',
    "settings-old.json": '{"enabled": [], "parameters": {}}', "settings-kinds.json": '{"policies": [true], "enabled": {}, "parameters": 3}',
    "accounts.json": '{"root": {"ha1": "", "role": 2, "ptz": true}, "anna": {"ha1": "00", "role": 0, "ptz": false}}',
    "accounts-odd.json": '{"a\\n": {"ha1": "", "role": 1, "ptz": true}}', "accounts-role.json": '{"a": {"ha1": "", "role": 4294967298, "ptz": 1}}',
    "accounts-negative.json": '{"a": {"ha1": "", "role": -1, "ptz": true}}',
    "about.json": json.dumps(ABOUT), "about-up.json": json.dumps(dict(ABOUT, name="../x", postInstall="../../x")),
    "about-kinds.json": json.dumps(dict(ABOUT, size=-1, parameters=[[]], osVersions=[["1"]], web={})),
    "deep.json": "[" * 900, "cut-off.json": '{"enabled": ["se',
}

# --- files of the user and of a project ---

PROJECT_FILES = {
    "full.toml": """# one of each
[build]
sdk = "12.11"
axis-os = "11.11"
engine = "docker"
network = "none"
system = "make"
architectures = ["aarch64", "armv7hf"]
files = ["html", "cgi.txt"]
mend = true
ccache = false
dockerfile = "docker/Dockerfile"
target = "build"
result = "/opt/app"
arguments = {OPENCV = "4.8.0", "QUOTED NAME" = ""}

[variants.artpec8]
chip = "artpec8"
architecture = "aarch64"
manifest = "manifest.json.artpec8"
files = ["models/a.tflite"]
arguments = {CHIP = "artpec8"}

[lint]
ignore = [{id = "package-size", reason = "a model"}, {id = "x", reason = " "}]
""",
    "dotted.toml": 'build.engine = "auto"\nbuild.dockerfile = false\nvariants.a-b_1.files = []\n"lint".ignore = []\n',
    "climbing.toml": "build.dockerfile = '../Dockerfile'\n[variants.a]\nmanifest = '/etc/passwd'\n",
    "more-network.toml": "[build]\nnetwork = 'host'\n", "files.toml": "[build]\nfiles = ['a', '-C/etc', '../a', '/a', 'a/../..']\n",
    "result.toml": "[build]\nresult = '/opt/../etc/*'\n",
    "names.toml": '[variants."../x"]\n[variants."a\\u001b[2J"]\n[variants.""]\n',
    "unknown.toml": "[build]\nengin = 'docker'\n\"\\u0007\" = 1\n",
    "kinds.toml": "build = 3\nvariants = [1979-05-27T07:32:00Z, 0x1F, 1e9, inf]\n[[lint]]\n",
    "strings.toml": "[build]\nsdk = \"\"\"\\\n  12.11 \\\n\"\"\"\nresult = '''\n[x]\n'''\ntarget = \"\\U0001F4F7\\x\"\n",
    "deep-keys.toml": ".".join(["a"] * 200) + " = 1\n",
    "deep-lists.toml": "build.files = " + "[" * 120 + "]" * 120 + "\n",
    "crlf.toml": "\ufeff[build]\r\nsdk = '12'\r\n# end",
}

INVENTORIES = {
    "usual.toml": """# my cameras
default = "door"

# beside the door
[devices.door]
address = "192.168.0.90"
user = "anna"
groups = ["lab", "artpec8"]
password_command = "pass show axis/door"

# in the yard
[devices."yard.1"]
address = "https://bo@yard:8443"
groups = [
    "lab", # a comment
]
password_command = ["sh", "-c", "echo x | tail -1"]

[devices.plain]
address = "http://[fe80::1]:80"
password = "secret"
""",
    "inline.toml": "devices = {a = {address = 'x'}, b = {address = 'y'}}\n",
    "dotted.toml": "devices.a.address = 'x'\ndevices.b.address = 'y'\n",
    "one-table.toml": "default = 'b'\n[devices]\na.address = 'x'\nb = {address = 'y'}\n",
    "bracket-in-text.toml": "[devices.a]\naddress = 'x'\nuser = '''\n[x\n'''\n[devices.b]\naddress = 'y'\n",
    "default-over-lines.toml": "default = '''\na'''\n[devices.a]\naddress = 'x'\n",
    "default-last.toml": "[devices.a]\naddress='x'\n[devices.b]\naddress='y'\n[devices.default]\naddress='z'",
    "spaces.toml": "\t[ devices . a ] # here\r\n  address = 'x'\r\n\r\n# last",
    "byte-order-mark.toml": "\ufeff[devices.a]\naddress = 'x'\n",
    "names.toml": "[devices.all]\naddress = 'x'\n[devices.\"a\\u001b\"]\naddress = '-x'\n",
    "not-toml.toml": "[devices.a\naddress",
    "there-already.toml": "[devices.\"new.2\"]\naddress = 'x'\n",
}

PRINT = ":".join(["AB"] * 32)
KNOWN_DEVICES = {
    "usual": f"# comment\n\ncam:443 SHA256:{PRINT} 2026-11-21T10:00:00Z\n[fe80::1]:443 SHA256:{PRINT}\n",
    "forms": f"a:1 {PRINT.replace(':', '').lower()}\r\nb:2 sha256={PRINT}  x\n",
    "repeated": f"a:1 {PRINT}\na:1 {PRINT}\n",
    "controls": f"a\x1b[2J:1 {PRINT} b\rc\r\r\n",
    "damaged": f"a:1 SHA1:{PRINT[:59]}\n",
}

CATALOGS = {
    "image.json": '{"images": [{"version": "12.11.2", "ubuntu": "24.04", "axisOs": "12.11.190", "architectures": ["aarch64"],'
                  ' "released": "2026-12-01", "lts": true, "preview": false, "schemas": ["1.8.0"], "notes": ["new"],'
                  ' "digests": {"aarch64": "sha256:0"}, "defects": {"armv7hf": "none"}}]}',
    "chip.json": '{"architectures": [{"name": "riscv64", "toolchain": "riscv64-linux-gnu", "targetArch": "riscv64",'
                 ' "compilerFlags": "-O2", "debianPackages": ["gcc"]}], "chips": [{"name": "seed1", "label": "SEED-1",'
                 ' "architecture": "riscv64", "soc": ["Seed 1"], "dlpu": true, "dlpuSource": "x", "larodDevices": ["cpu"],'
                 ' "variants": ["seed"], "min": "12.1", "max": "12", "listed": true, "listedSince": "12.2", "source": "here"}]}',
    "api.json": '{"apis": [{"name": "larod", "label": "ML", "library": "liblarod.so", "since": "9", "max": "4294967294",'
                ' "source": "s", "notes": [], "absentOn": {"chips": ["cv25"], "source": "t"}, "tables": [{"axisOs": "12.5",'
                ' "chips": ["all"], "source": "u"}]}], "libraries": ["libx.so"]}',
    "rest.json": '{"$comment": 1, "repository": "mirror.example:5000/sdk", "platform": "linux/amd64", "environment": "/opt/e",'
                 ' "tracks": [{"name": "LTS 2026", "axisOs": "12.11", "max": "12"}], "policies": {"schema1": {"min": "9",'
                 ' "max": "12", "source": "s"}, "root": {"source": "x"}}}',
    "words.json": '{"repository": "--privileged", "architectures": [{"name": "../../x", "toolchain": "-x", "targetArch": "x"}],'
                  ' "images": [{"version": "1-/..\\u001b", "ubuntu": "a b", "axisOs": "1"}]}',
    "controls.json": '{"apis": [{"name": "a\\u009b", "source": "\\u001b[2J"}], "libraries": ["\\u0007"]}',
    "kinds.json": '{"images": {}, "chips": [[]], "apis": [{}], "tracks": null}',
    "previews.json": '{"images": [{"version": "12.11.1", "preview": true}, {"version": "99", "preview": true, "ubuntu": "1", "axisOs": "99"}]}',
}

SYMBOLS = {
    "rows.json": '{"rows": [{"symbol": "GLIBC_2.42", "presentFrom": "12.10.68", "source": "a"}, {"symbol": "GLIBC_2.42",'
                 ' "architecture": "armv7hf", "absentUpTo": "11.11", "source": "b"}, {"symbol": "X", "source": "c"}]}',
    "scans.json": '{"rows": [], "scans": [{"axisOs": "12.11.72", "architecture": "aarch64", "libraries": {"libc.so.6":'
                  ' ["GLIBC_2.17", "GLIBC_2.41"], "liba.so": []}, "source": "image"}]}',
    "contradiction.json": '{"rows": [{"symbol": "A_1", "presentFrom": "9", "absentUpTo": "10", "source": "s"}]}',
    "numbers.json": '{"rows": [{"symbol": "A_4294967295.0", "presentFrom": "4294967295", "absentUpTo": "4294967294.1.2.3", "source": "s"}]}',
    "controls.json": '{"rows": [{"symbol": "A_1\\u001b", "presentFrom": "9", "source": "\\u009b"}]}',
    "kinds.json": '[{"rows": {"symbol": 1}, "scans": ""}]', "lists.json": '{"rows": {"a": {}}, "scans": [[]]}',
    "deep.json": '{"rows": ' + "[" * 1500 + "]" * 1500 + "}",
}

DOCKERFILES = {
    "plain": """# syntax=docker/dockerfile:1
ARG ARCH=armv7hf
ARG VERSION=12.11.0
ARG UBUNTU_VERSION=24.04
ARG REPO=axisecp
ARG SDK=acap-native-sdk

FROM ${REPO}/${SDK}:${VERSION}-${ARCH}-ubuntu${UBUNTU_VERSION}
COPY ./app /opt/app/
WORKDIR /opt/app
RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -a 'a.txt' --build=make
""",
    "variant": "FROM x AS sdk\nARG CHIP=\nCOPY . /opt/app\nRUN cp manifest.json.${CHIP} manifest.json && acap-build ./\n",
    "stages": "FROM a:1 AS One\nFROM one as two\nFROM --platform=$BUILDPLATFORM two\nCOPY --from=0 /a /b\nCOPY --from=c:2 a b\n"
              "RUN --mount=type=bind,from=d,target=/x true\n",
    "heredoc": "FROM a\nRUN <<EOF cat <<-'B' && x <<<y\nFROM b\nEOF\n\tB\nCOPY <<a <<b /\na\nb\n",
    "backtick": "# escape=`\nFROM a`\n# comment\n\n:1\nRUN a ` \n && b",
    "variables": "ARG A=a\nARG B=${A:-b}${A:+c}$A$\nARG C=\"${B}\\$x\" D='$B' E\nFROM ${C:-${D:-${E:+x}}}${\n",
    "growing": "ARG A=aaaaaaaaaaaaaaaa\n" + "".join(f"ARG {b}=${a}${a}${a}${a}\n" for a, b in zip("ABCDEFG", "BCDEFGH")) + "FROM $H\n",
    "network": "FROM scratch\nADD https://example.com/x /\nADD git@x:y /z\nADD ${U} /\n",
    "options": "FROM --help\nFROM -v AS --x\nCOPY --from=--privileged a b\n",
    "circle": "FROM a AS b\nFROM b AS a\nFROM a AS a\nFROM a\n",
    "odd": b"\xef\xbb\xbf\\\n\x00\xff FROM\r\nfrom\tx\r\nARG =\nARG\n#\nRUN",
}

DOCKER = {
    "inspect.json": '[{"Id": "sha256:12", "RepoDigests": ["a@sha256:34"], "Config": {"Env": ["PATH=/bin", "AXIS_OS_VERSION=12.11.72"]}}]',
    "inspect-kinds.json": '[{"Id": 3, "RepoDigests": {"a": null}, "Config": {"Env": [1, ["AXIS_OS_VERSION=1"], null]}}]',
    "inspect-text.json": '[{"Id": [], "Config": "none"}]', "inspect-null.json": '[{"Id": null, "Config": null}]',
    "inspect-none.json": "[]", "inspect-unknown.json": '[{"Id": "x", "Config": {"Env": ["AXIS_OS_VERSION=unknown"]}}]',
    "list.txt": "axisecp/sdk:1\tsha256:1\tsha256:2\ndocker.io/library/a:b\t<none>\t<none>\n<none>:<none>\t\t\n\t\t\n",
    "config.json": '{"auths": {}, "currentContext": "remote", "aliases": {"builder": "buildx"}}',
    "config-kinds.json": '{"currentContext": ["x"], "aliases": [{"builder": 1}]}',
    "deep.json": '[{"Config": ' + '{"Env":[' * 700,
    "build.txt": "#1 [internal] load metadata for docker.io/a/b:c\n#1 ERROR: not found\n\n#2 [2/4] RUN make\n#2 0.184 \x1b[31mgcc\x1b[0m\n#2 DONE 0.3s\n",
    "build-classic.txt": "Step 2/4 : FROM --platform=x a@sha256:1\n ---> 5e3c9c1b0a4f\nunknown flag: --load\n[1/2] STEP 2/4: RUN x\n\x1b[",
    "nonsense.txt": "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\x1b[31m",
}


RECORD = {"kind": "acapctl.build-record/v1", "time": "2026-11-21T10:00:00Z", "engine": "docker", "sdk": "12.11.1", "sdkWhy": None, "axisOs": "12.11.77",
          "image": "a:b", "imageId": "sha256:0", "git": None, "log": None, "warnings": ["w"], "symbols": [], "plan": {}, "seal": "0" * 64,
          "packages": [{"path": "/p/build/seed_1_0_0_aarch64.eap", "architecture": "aarch64", "sha256": "0" * 64, "size": 3}],
          "inputs": {"acapctl": "1", "plan": "2", "sources": "3", "machine": "", "images": {"a:b": "sha256:0"}, "files": {"a.c": "0644 5"}}}
RECORDS = {
    "usual.json": json.dumps(RECORD, indent=2), "no-inputs.json": json.dumps(dict(RECORD, inputs=None)),
    "up.json": json.dumps(dict(RECORD, packages=[dict(RECORD["packages"][0], path="/x/..")])),
    "no-name.json": json.dumps(dict(RECORD, packages=[dict(RECORD["packages"][0], path="/x/")])),
    "kinds.json": json.dumps(dict(RECORD, packages={"path": 3}, warnings="w", seal=["x"])),
    "size.json": json.dumps(dict(RECORD, packages=[dict(RECORD["packages"][0], size=-1)])),
    "repeated.json": '{"seal": "a", "seal": "b", "packages": [], "packages": 1}',
    "surrogate.json": r'{"warnings": ["\ud83d"], "a": 1e999, "b": -0.0, "c": 18446744073709551616}',
    "deep.json": '{"packages": ' + "[" * 900 + "]" * 900 + "}",
}

# The first byte chooses the format, as in fleet/imports/import.cpp.
IMPORTS = {
    "plain.csv": "\0192.168.0.90,root,pass\n[fe80::1%eth0],anna,\"a,\"\"b\"\n",
    "header.csv": "\0Name;IP Address;Port;Groups;Tags;MAC;Owner\r\ndoor;10.0.0.1;8443;lab;floor=2;B8:A4:4F:00:00:01;me\r\n",
    "open.csv": '\0ip,user\n"10.0.0.1,root\n',
    "eap-install": "\1axis_device_ip=192.168.0.90\nuser=root\npassword='pa ss'\n",
    "rs4acap.json": '\2{"a 8": {"host": {"Ipv4": "192.0.2.8"}, "username": "root", "password": "p", "https_port": 443}}',
    "fixedit.json": '\2{"cameras": {"a": {"host": "10.0.0.1", "credentials": {"username": "u", "password": "p"}}, "b": {"ssh-host": "x"}}}',
    "ours.json": '\2{"devices": [{"device": "a", "address": "https://10.0.0.1", "groups": ["lab"], "tags": {"floor": "2"}, "serial": "B8A44F000001"}]}',
    "own.toml": '\3[devices.a]\naddress = "x"\ntags = { floor = "2" }\npassword_command = "rm x"\n',
    "ansible.ini": "\4lone\n[lab]\ncam[01:03:2] ansible_host=10.0.0.1 floor=2 # x\n[lab:vars]\nansible_user=anna\n[east:children]\nlab\n",
    "ansible.yml": "\4all:\n  vars: {ansible_user: root}\n  children:\n    lab:\n      hosts:\n        cam[1:2]: {ansible_host: 10.0.0.1}\n"
                   "        door:\n          ansible_password: !vault |\n            6162\n",
    "circle.ini": "\4[a:children]\nb\n[b:children]\na\n[a]\nx\n",
    "deep.yml": "\4" + "[" * 200, "alias.yml": "\4all: &x\n  hosts: *x\n",
}

INDEXED = {"file": "door_aarch64.eap", "sha256": "90C5" * 16, "architecture": "aarch64", "signed": True}
INDEX = {"schema": 1, "application": "door", "version": "1.2.3", "packages": [INDEXED]}
PACKAGE_INDEXES = {
    "whole": json.dumps(INDEX), "other-keys": json.dumps({**INDEX, "url": [], "packages": [{**INDEXED, "axisOs": {}}]}),
    "up": json.dumps({**INDEX, "packages": [{**INDEXED, "file": "a/../../b.eap"}]}),
    "root": json.dumps({**INDEX, "packages": [{**INDEXED, "file": "/etc/passwd"}]}),
    "null": json.dumps({**INDEX, "packages": [{**INDEXED, "file": "a\0b.eap"}]}),
    "twice": json.dumps({**INDEX, "packages": [INDEXED, {**INDEXED, "file": "./door_aarch64.eap"}]}),
    "kinds": json.dumps({**INDEX, "schema": 1e9, "packages": {"a": []}}), "escape": json.dumps({**INDEX, "version": "\x1b[2J"}),
    "deep": "[" * 300, "cut": json.dumps(INDEX)[:-9],
}


def probe_lines(text, run="r1", length=160, crc=True):
    pieces = [text[i:i + length] for i in range(0, len(text), length)]
    check = (lambda part: f"{zlib.crc32(part.encode()):08x}") if crc else (lambda part: "-")
    return "".join(f"acapctl-probe/1 {run} {i}/{len(pieces)} {check(piece)} {piece}\n" for i, piece in enumerate(pieces, 1)) + \
        f"acapctl-probe/1 {run} end {len(pieces)} {check(text)}\n"


PROBED = {"format": 2, "probe": {"version": "2.0.0", "kind": "program", "schema": "2.0.0"}, "machine": "aarch64", "axisOs": "12.11.77",
          "soc": "Axis Artpec-8", "product": "P3265-V", "cpu": {"cores": 4, "part": "0xd05"}, "user": {"uid": 301, "groups": ["video"]},
          "memory": {"total": 1e9, "available": 5e8, "limit": None, "cpuQuota": 1.5}, "space": {"tmp": {"path": "/tmp", "size": 9, "free": 1}},
          "libraries": [{"api": "VDO", "present": False, "file": "libvdostream.so.1", "functions": {"vdo_x": False}}],
          "larod": {"present": True, "version": "3.6.78", "error": {"code": -15, "message": "power"}, "retries": 2, "sessions": 1,
                    "devices": [{"name": "axis-a8-dlpu-tflite", "instance": 0}, {"name": "a9-dlpu-tflite"}], "models": [{"id": 1, "name": "m"}]},
          "models": [{"device": "axis-a8-dlpu-tflite", "outcome": "ran", "firstLoad": 52000, "inference": {"min": 1, "median": 2, "p95": 3, "max": 4},
                      "inputs": [{"bytes": 150528, "shape": [1, 224, 224, 3], "type": "uint8"}]},
                     {"device": "cpu-tflite", "outcome": "refused", "error": {"code": -2, "message": "\x1b"}}],
          "how": {"glibc": "gnu_get_libc_version", "memory.limit": "/sys"}}
PROBE_REPORTS = {
    "whole": probe_lines(json.dumps(PROBED)) + "\f" + json.dumps(PROBED), "script": probe_lines('{"machine": "mips"}', crc=False),
    "doing": "acapctl-probe/1 r doing loading\nacapctl-probe/1 r doing \nacapctl-probe/1 r end 9 -\n" + probe_lines('{"format": 2}', "r2", 5),
    "parts": probe_lines('{"machine": "x", "models": [], "more": true}', "r.1", 9) + probe_lines('{"models": [7], "more": false}', "r.3", 9)
    + "acapctl-probe/1 r.2 3/9 - {\nacapctl-probe/1 r.900 1/1 - {}\n",
    "many": "\f" + json.dumps({"larod": {"devices": [{"name": f"d{i}"} for i in range(80)]}}),
    "kinds": '\f{"larod": [], "libraries": {"api": 1}, "memory": 7, "models": [[], {"outcome": 3}], "how": [1], "cpu": {"cores": 1e999}, "soc": ""}',
    "long": "\f" + json.dumps({"machine": "\u00e9" * 400, "kernel": "\x1b[2J"}), "too-long": "acapctl-probe/1 r 1/5000 - x\nacapctl-probe/1 r end 5000 -\n",
}

TEXTS = {"replies": REPLIES, "probe_report": PROBE_REPORTS, "log": LOGS, "login": LOGINS, "web": WEB, "requests": REQUESTS, "multipart": MULTIPART,
         "imports": IMPORTS,
         "emulator_state": STATE, "project_file": PROJECT_FILES, "inventory": INVENTORIES, "package_index": PACKAGE_INDEXES, "known_devices": KNOWN_DEVICES,
         "catalog": CATALOGS, "symbol_versions": SYMBOLS, "dockerfile": DOCKERFILES, "docker_json": DOCKER,
         "build_record": RECORDS}
