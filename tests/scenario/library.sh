#!/bin/bash
# A program of somebody else's, configured, built and run against an installed libacapctl: shared and
# static by CMake, and by pkg-config.
. "${0%/*}/lib.sh"

build=${ACAPCTL%/bin/acapctl}
cmake --install "$build" --prefix "$PWD/prefix" >/dev/null
flags=$(sed -n 's/^ACAPCTL_SANITIZE:[A-Z]*=\(..*\)/-fsanitize=\1/p' "$build/CMakeCache.txt")
cmake -S "$repository/tests/consumer" -B consumer -DCMAKE_PREFIX_PATH="$PWD/prefix" \
    -DCMAKE_CXX_FLAGS="$flags" >configured || { cat configured; exit 1; }
cmake --build consumer >built || { cat built; exit 1; }
compiled_hello
expect_exit 0 acapctl pack hello
package=$(tail -n 1 "$work/stdout")
for program in consumer consumer_static; do
    expect_exit 0 "consumer/$program" "$package"
    expect_stdout 'libacapctl 0.1.0'
    expect_stdout ': accepted'
    expect_stdout 'artpec8 '
    expect_exit 3 "consumer/$program" configured
    expect_stderr 'not-a-package: '
done
export PKG_CONFIG_PATH=$PWD/prefix/lib/pkgconfig:$PWD/prefix/lib/x86_64-linux-gnu/pkgconfig
read -ra options < <(pkg-config --cflags --libs libacapctl)
c++ -std=c++20 ${flags:+"$flags"} "$repository/tests/consumer/main.cpp" "${options[@]}" -o by-pkg-config
libraries=$(pkg-config --variable=libdir libacapctl)
LD_LIBRARY_PATH=$libraries expect_exit 0 ./by-pkg-config "$package"
# Nothing but the headers' names is to be seen.
nm -DC --defined-only "$libraries/libacapctl.so" | grep -E ' [TW] ' | grep -v 'acapctl::' | grep -vE ' (_init|_fini|.*asan.*|.*std::.*)$' >others || true
[ ! -s others ] || { head others; fail "libacapctl.so shows more than its headers"; }
# On Debian a prefix of /usr puts libraries a directory deeper, which the package finds its prefix from.
cmake -S "$repository" -B deeper -DCMAKE_INSTALL_LIBDIR=lib/x86_64-linux-gnu >configured || { cat configured; exit 1; }
there=$PWD/deeper/usr/lib/x86_64-linux-gnu
install -D -t "$there/pkgconfig" deeper/src/library/libacapctl.pc
told=$(PKG_CONFIG_PATH=$there/pkgconfig pkg-config --variable=libdir libacapctl)
[ "$(realpath -m "$told")" = "$there" ] || fail "libacapctl.pc leads to $told"
