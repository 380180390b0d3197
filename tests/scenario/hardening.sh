#!/bin/bash
# Both programs are position independent, with read-only relocations and no executable stack; optimised
# code checks its buffers and its stack, which a small program compiled in the same way shows.
. "${0%/*}/lib.sh"

linked_well() {
    local headers
    headers=$(readelf -W --file-header --program-headers --dynamic "$1")
    for mark in 'Type: +DYN \(Position-Independent' 'Flags: .*NOW.* PIE' '\(FLAGS\) +BIND_NOW' 'GNU_RELRO' 'GNU_STACK .* RW '; do
        [ "$(grep -cE "$mark" <<<"$headers")" != 0 ] || { echo "$headers"; fail "$1: no '$mark'"; }
    done
    [ "$(grep -cE 'LOAD .* RWE ' <<<"$headers")" = 0 ] || fail "$1: memory that is written and executed"
}
imports() { readelf -W --dyn-syms "$1" | grep -c " UND .*$2"; }

linked_well "$ACAPCTL"
linked_well "$(dirname "$ACAPCTL")/acapctl-emulator"

compiled() { # compiled DIRECTORY [CMAKE-OPTION...]: the small program
    cmake -S "$repository/tests/hardening" -B "$@" >log 2>&1 && cmake --build "$1" --verbose >>log 2>&1 || { cat log; fail "not built"; }
}
dies_of() { # dies_of MESSAGE MISTAKE
    status=0
    (ulimit -c 0 && ./release/target "$2" "$(printf 'x%.0s' {1..200})") >out 2>&1 || status=$?
    [ $status = 134 ] && grep -q "$1" out || { cat out; fail "$2 ends with $status"; }
}
compiled release -DCMAKE_BUILD_TYPE=Release
linked_well release/target
dies_of "stack smashing detected" smash
dies_of "buffer overflow detected" overflow
for name in __stack_chk_fail __memcpy_chk; do [ "$(imports release/target $name)" != 0 ] || fail "no $name"; done
[ "$(uname -m)" != x86_64 ] || [ "$(objdump -d release/target | grep -A1 '<main>:' | grep -c endbr64)" = 1 ] ||
    fail "no landing mark where main is called"

# What a distribution has set stays; a build that is not optimised has no warning.
compiled theirs -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS='-Wp,-D_FORTIFY_SOURCE=2'
[ "$(imports theirs/target __memcpy_chk)" = 0 ] || fail "another level than the distribution's"
compiled none -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS='-O2 -D_FORTIFY_SOURCE=2'
compiled debug -DCMAKE_BUILD_TYPE=Debug
