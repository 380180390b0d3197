#!/bin/bash
# Who finds the build tree in use says for whom it waits, can be interrupted meanwhile, and when the other one has
# ended builds what that one has not built already.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
printf 'hello: hello.c\n\techo busy\n\tuntil [ -e %s/go ]; do sleep 0.1; done\n\t$(CC) -o $@ $<\n' "$work" >hello/Makefile
"$ACAPCTL" build hello --engine host >first 2>first.err &
first=$!
children+=("$first")
eventually grep busy first.err

waiting="waiting for process $first, which holds hello/build/.acapctl/aarch64.lock"
"$ACAPCTL" build hello --engine host >second 2>second.err &
second=$!
children+=("$second")
eventually grep -F "$waiting" second.err
[ "$(grep -cF "$waiting" second.err)" = 1 ] || fail "said more than once"
kill -INT "$second"
status=0
wait "$second" || status=$?
[ $status = 130 ] || { cat second.err; fail "exit $status after Ctrl-C"; }
[ ! -s second ] || fail "an interrupted build printed a package"

"$ACAPCTL" build hello --engine host >third 2>third.err &
third=$!
children+=("$third")
eventually grep -F "$waiting" third.err
touch "$work/go"
wait "$first" || { cat first.err; fail "the first build failed"; }
wait "$third" || { cat third.err; fail "the one that waited failed"; }
grep -F "is up to date" third.err || { cat third.err; fail "the same was built twice"; }
diff first third || fail "the one that waited made another package"
