#!/bin/bash
# A compiler that outlives its acapctl: the next build waits for its end, and makes nothing of what it
# left. Without an engine, and in a container.
. "${0%/*}/lib.sh"

# The first compiler writes an old program, late, and looks newer than its source.
slow_project() {
    rm -rf hello && acapctl -q new hello >/dev/null
    sed -i 's/^\(\t.*\$(CC).*\)$/\t@if [ -e slow ]; then trap "" TERM; echo begun >begun; sleep 6; echo STALE >$@; fi\n\1/' hello/Makefile
    sed -i 's/Hello from/VERSION one/' hello/hello.c && touch hello/slow
}
begun() { [ -e hello/build/.acapctl/aarch64/begun ]; }
for engine in host docker; do
    slow_project
    "$ACAPCTL" build hello --arch aarch64 --engine $engine >out 2>err &
    pid=$!
    eventually begun
    kill -9 $pid && wait $pid 2>/dev/null || :
    rm hello/slow && sed -i 's/VERSION one/VERSION two/' hello/hello.c
    expect_exit 0 acapctl build hello --arch aarch64 --engine $engine
    [ $engine != host ] || expect_stderr "what was started by process $pid"
    [ ! -e hello/build/.acapctl/aarch64/begun ] || fail "$engine: the tree of the killed build was used"
    for _ in 1 2; do
        tar -xOzf hello/build/*.eap hello >program && grep -c 'VERSION two' program || fail "$engine: not the new program"
        sleep 7 && echo more >>hello/LICENSE && expect_exit 0 acapctl build hello --arch aarch64 --engine $engine
    done
    no_container_left
done

# One that was stopped in good order is built upon.
slow_project && rm hello/slow
sed -i 's/^all:/all: wait/; $a wait:\n\tsh -x pause' hello/Makefile && echo true >hello/pause
expect_exit 0 acapctl build hello --arch aarch64 --engine host
touch hello/build/.acapctl/aarch64/kept && echo sleep 60 >hello/pause
"$ACAPCTL" build hello --arch aarch64 --engine host >out 2>err &
pid=$!
eventually grep -q 'sleep 60' err
kill -INT $pid && wait $pid || [ $? = 130 ] || fail "Ctrl-C did not end it"
echo true >hello/pause
expect_exit 0 acapctl build hello --arch aarch64 --engine host
[ -e hello/build/.acapctl/aarch64/kept ] || fail "the tree was not kept"
