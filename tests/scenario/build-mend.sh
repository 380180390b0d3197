#!/bin/bash
# A checkout on Windows: CRLF scripts and modes 0777 are told and right in the package, while the
# sources stay as they are; --no-mend leaves them alone.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
jq '.acapPackageConf.installation.postInstallScript = "setup.sh"' hello/manifest.json >m && mv m hello/manifest.json
printf '#!/bin/sh\r\necho installed\r\n' >hello/setup.sh
mkdir hello/html && printf 'a page\r\n' >hello/html/index.html
chmod 0777 hello/setup.sh hello/html hello/html/index.html
expect_exit 0 acapctl build hello --arch aarch64 --engine host
expect_stderr "CRLF line ends"
expect_stderr "writable by everyone"
expect_exit 0 acapctl inspect hello/build/*.eap --json
expect_json '[.files[] | select(.path | test("setup|html")) | .mode] == ["0755", "0755", "0755"]'
expect_exit 0 acapctl extract hello/build/*.eap -C mended
! grep -q $'\r' mended/setup.sh || fail "the script still has CRLF"
grep -q $'\r' mended/html/index.html || fail "a page was changed"
grep -q $'\r' hello/setup.sh || fail "the source was changed"
[ "$(stat -c %a hello/setup.sh)" = 777 ] || fail "the mode of the source was changed"

expect_exit 0 acapctl build hello --arch aarch64 --engine host --no-mend
expect_stderr "CRLF line ends"
expect_exit 0 acapctl extract hello/build/*.eap -C asis
cmp hello/setup.sh asis/setup.sh || fail "the script was changed"
