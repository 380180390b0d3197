#!/bin/bash
# Whoever reads a large package or file hears the first Ctrl-C: exit 130 within a second, and no file
# that is half there.
. "${0%/*}/lib.sh"

package=$(script_app hello 1.0.0 'sleep 60' -o out)
mkdir large
gzip -dc "$package" | tar -x -C large
head -c 700000000 /dev/zero >large/blob # 700 MB that are quickly made
tar -c -C large --format=gnu . | gzip -1 >large.eap
cp large.eap same.eap

# interrupted COMMAND...: as soon as it has opened the package.
interrupted() {
    "$ACAPCTL" "$@" >/dev/null 2>err &
    local reader=$! status=0 begin
    until [[ $(readlink /proc/$reader/fd/* 2>/dev/null) == *large.eap* ]]; do
        kill -0 $reader || fail "it ended before it could be interrupted: $* $(cat err)"
    done
    kill -INT $reader || fail "ended too early: $*"
    begin=${EPOCHREALTIME/[.,]/}
    wait $reader || status=$?
    [ $status = 130 ] || fail "exit $status: $* $(cat err)"
    grep -q interrupted err || fail "no word of it: $(cat err)"
    echo "$1 ended after $(((${EPOCHREALTIME/[.,]/} - begin) / 1000)) ms"
}
interrupted inspect large.eap
interrupted lint large.eap
interrupted compat large.eap
interrupted diff large.eap same.eap

mkdir to && echo mine >to/blob
"$ACAPCTL" extract large.eap -C to >/dev/null 2>err &
reader=$!
until compgen -G 'to/.acapctl-tmp-*' >/dev/null; do
    kill -0 $reader || fail "it ended before it could be interrupted: $(cat err)"
done
kill -INT $reader
status=0 && wait $reader || status=$?
[ $status = 130 ] || fail "exit $status: $(cat err)"
! compgen -G 'to/.acapctl-tmp-*' || fail "left behind"
[ "$(cat to/blob)" = mine ] || fail "a file is half there"
