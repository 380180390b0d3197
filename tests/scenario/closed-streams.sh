#!/bin/bash
# Standard input, output and error that are closed from the start, or that nobody reads any more, change
# nothing but the output.
. "${0%/*}/lib.sh"

start_emulator
export SOURCE_DATE_EPOCH=1700000000
package=$(script_app hello 1.0.0 'sleep 60')
expect_deployed() {
    expect_exit 0 acapctl list --json
    expect_json '.devices[0].applications[0].status == "Running"'
    expect_exit 0 acapctl policy show --json
    expect_json '.devices[0].allowUnsigned == false'
    expect_exit 0 acapctl remove hello
}
"$ACAPCTL" deploy "$package" --start --allow-unsigned <&- >&- 2>&- || fail "exit $? with closed streams"
expect_deployed
# The pipes of both lose their reader while the upload is answered.
set_faults late:1@upload.cgi
mkfifo out
"$ACAPCTL" -v deploy "$package" --start --allow-unsigned >out 2>&1 &
deploy=$!
head -n 1 out >first
status=0 && wait $deploy || status=$?
[ $status = 0 ] || fail "exit $status when nobody reads"
expect_deployed

# What is packed is whole, though the first file that is opened would be number 0.
cp "$package" before
"$ACAPCTL" pack hello <&- >&- 2>&- || fail "exit $? of pack with closed streams"
cmp "$package" before
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$ACAPCTL" emulate --port "$port" --state second <&- >&- 2>&- &
children+=($!)
export ACAPCTL_TARGET=http://127.0.0.1:$port
eventually acapctl list
expect_exit 0 acapctl deploy "$package" --start --allow-unsigned
