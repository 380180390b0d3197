#!/bin/bash
# The programs are position independent, fully relocated before main, with no executable stack; an
# optimised build is fortified and guards its stack too. That is shown on a program of a few lines,
# compiled with the project's own settings, because the programs that tests run are not optimised.
. "${0%/*}/lib.sh"

linked_safely() { # linked_safely PROGRAM
    readelf --wide --file-header --program-headers --dynamic "$1" >elf
    grep -q 'Type: *DYN' elf || fail "$1 is not position independent"
    grep -q GNU_RELRO elf && grep -qE 'BIND_NOW|FLAGS.*NOW' elf || fail "$1: relocations stay writable"
    grep -qE 'GNU_STACK.* RW  ' elf || fail "$1: an executable stack"
}
linked_safely "$ACAPCTL"
linked_safely "$(dirname "$ACAPCTL")/acapctl-emulator"

mkdir small
cat >small/CMakeLists.txt <<END
cmake_minimum_required(VERSION 3.22)
project(small LANGUAGES CXX)
include("$repository/cmake/settings.cmake")
add_executable(small small.cpp)
target_link_libraries(small PRIVATE acapctl_settings)
END
cat >small/small.cpp <<'END'
#include <cstring>
#include <cstdio>
int main(int count, char** words) {
    char text[16];
    std::strcpy(text, words[count - 1]);
    std::puts(text);
}
END
cmake -S small -B small/build -DCMAKE_BUILD_TYPE=Release >log && cmake --build small/build >>log || { cat log; fail "it does not build"; }
linked_safely small/build/small
readelf --wide --dyn-syms small/build/small >symbols
for symbol in __stack_chk_fail __strcpy_chk; do grep -q $symbol symbols || fail "no $symbol in an optimised build"; done
status=0 && small/build/small "$(printf 'x%.0s' {1..64})" 2>/dev/null || status=$?
[ $status = 134 ] || fail "exit $status where a buffer overflows"
