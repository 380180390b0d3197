#!/bin/bash
# `run` builds for the device, starts, follows; Ctrl-C stops the application and ends with 130.
. "${0%/*}/lib.sh"

start_emulator --profile artpec7
acapctl -q new hello >/dev/null
"$ACAPCTL" run hello --engine host --allow-unsigned >out 2>err &
runner=$!
eventually grep -q 'Hello from hello' out
expect_exit 0 acapctl list
expect_stdout Running
kill -INT $runner
status=0 && wait $runner || status=$?
[ $status = 130 ] || { cat err; fail "exit $status after Ctrl-C"; }
expect_exit 0 acapctl list
expect_stdout Stopped
expect_exit 0 acapctl policy show --json
expect_json '.devices[0].allowUnsigned == false'

"$ACAPCTL" run hello --engine host --allow-unsigned >out 2>err &
runner=$!
eventually grep -q 'is installed already' err
! grep -e --reinstall err || fail "an option that run does not have"
kill -INT $runner
wait $runner || :

# With --watch a change is built and installed, a mistake waits for the next one, and Ctrl-C is as before.
"$ACAPCTL" run hello --engine host --allow-unsigned --watch >out 2>err &
runner=$!
eventually grep -q 'hello is running' out
echo 'int main( {' >>hello/hello.c
eventually grep -q 'waiting for a change of the sources' err
sed -i '$d; s/Hello from/Greetings from/' hello/hello.c
eventually grep -q 'Greetings from hello' out
kill -INT $runner
status=0 && wait $runner || status=$?
[ $status = 130 ] || { cat err; fail "exit $status after Ctrl-C"; }
expect_exit 0 acapctl list
expect_stdout Stopped

# With --json the report of the device comes last, whatever came of it.
expect_exit 5 acapctl run hello --engine host -t http://127.0.0.1:9 --json
expect_json '.kind == "acapctl.run/v1" and .summary.failed == 1 and .devices[0].error.exit == 5'
"$ACAPCTL" run hello --engine host --allow-unsigned --json >out 2>err &
runner=$!
eventually grep -q '"message"' out
kill -INT $runner
wait $runner || :
[ "$(tail -1 out | jq '.kind == "acapctl.run/v1" and .devices[0].ok and .devices[0].status == "Stopped"')" = true ] ||
    fail "no report behind the log: $(tail -1 out)"
