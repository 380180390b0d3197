#!/bin/bash
# Ctrl-C ends a build and removes its container, whether the tree is mounted or copied, and also a
# command of `shell`.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
printf 'all:\n\techo compiling\n\tsleep 60\n' >hello/Makefile
interrupt() {
    rm -f log # of the one before, which would be taken for this one's
    "$ACAPCTL" "$@" >log 2>&1 </dev/null &
    local pid=$! status=0
    eventually grep -q "sleep 60" log
    [ -n "$(docker ps --quiet --filter "name=acapctl-$pid-")" ] || fail "no container is running"
    kill -INT $pid
    wait $pid || status=$?
    [ $status = 130 ] || { cat log; fail "exit $status after Ctrl-C"; }
    [ -z "$(docker ps --all --quiet --filter "name=acapctl-$pid-")" ] || fail "a container is left"
    [ -z "$(find . -name '*.eap')" ] || fail "a package is left"
}
interrupt build hello --network none --transfer mount
interrupt build hello --network none --transfer copy
interrupt shell hello --network none -- make
interrupt shell hello --network none --transfer copy -- make
