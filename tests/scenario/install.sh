#!/bin/bash
# An installed acapctl has its programs, completions and documents, and works from there.
. "${0%/*}/lib.sh"

DESTDIR=$PWD/root cmake --install "${ACAPCTL%/bin/acapctl}" --prefix /usr >/dev/null
cd root/usr || exit 1
for file in bin/acapctl include/acapctl/error.hpp share/bash-completion/completions/acapctl \
    share/zsh/site-functions/_acapctl share/fish/vendor_completions.d/acapctl.fish \
    share/doc/acapctl/README.md share/doc/acapctl/LICENSE; do
    [ -s "$file" ] || fail "not installed: $file"
done
bin/acapctl --version | grep -c '^acapctl [0-9]'
grep -q 'complete .*acapctl' share/bash-completion/completions/acapctl
