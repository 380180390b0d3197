#!/bin/bash
# A terminal that is closed ends a build with everything it has started; nothing of it is left.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
# shellcheck disable=SC2016
printf 'all:\n\techo $$$$ >%s; trap "" HUP; sleep 60; echo done\n' "$PWD/compiler" >hello/Makefile
mkdir tmp
TMPDIR=$PWD/tmp at_terminal "$ACAPCTL" build hello --arch aarch64 --engine host
eventually test -s compiler
hang_up
eventually ended_with 130
! kill -0 "$(<compiler)" 2>/dev/null || fail "the compiler goes on"
[ -z "$(files_in tmp | tail -n +2)" ] || fail "left: $(files_in tmp)"
[ -z "$(find . -name '*.eap')" ] || fail "a package is left"
