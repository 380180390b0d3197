#!/bin/bash
# An installed acapctl has its programs, completions and documents, and works from there.
. "${0%/*}/lib.sh"

DESTDIR=$PWD/root cmake --install "${ACAPCTL%/bin/acapctl}" --prefix /usr >/dev/null
cd root/usr || exit 1
for file in bin/acapctl include/acapctl/error.hpp share/bash-completion/completions/acapctl \
    share/zsh/site-functions/_acapctl share/fish/vendor_completions.d/acapctl.fish \
    share/doc/acapctl/README.md share/doc/acapctl/LICENSE \
    share/doc/acapctl/CHANGELOG.md share/doc/acapctl/docs/ci/acap-ci; do
    [ -s "$file" ] || fail "not installed: $file"
done
bin/acapctl --version | grep -c '^acapctl [0-9]'
grep -q 'complete .*acapctl' share/bash-completion/completions/acapctl

# Every link of a document to another leads to a file that is there, and to a heading that it has.
cd share/doc/acapctl || exit 1
python3 - <<'END'
import pathlib, re, sys

def anchors(file):
    heads = re.findall(r"^#+ (.*)$", file.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}

links, broken = 0, []
for file in pathlib.Path(".").rglob("*.md"):
    for link in re.findall(r"\]\(([^)\s]+)\)", file.read_text()):
        if "://" in link:
            continue
        links += 1
        path, _, anchor = link.partition("#")
        target = file.parent / path if path else file
        if not target.exists() or anchor and anchor not in anchors(target):
            broken.append(f"{file}: {link}")
if broken or links < 80:
    sys.exit(f"of {links} links are broken: {broken}")
END
