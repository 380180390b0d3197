#!/bin/bash
# The page of exit codes says what the public header says.
. "${0%/*}/lib.sh"

acapctl help exit-codes | sed -nE 's/^ +([0-9]+)  .*/\1/p' | sort -n >page
sed -nE '/^enum class ExitCode/,/^}/s/.*= ([0-9]+),.*/\1/p' "$repository/include/acapctl/error.hpp" |
    sort -n >header
[ -s header ] || fail "found no codes in error.hpp"
diff header page
