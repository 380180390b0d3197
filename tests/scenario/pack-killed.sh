#!/bin/bash
# A killed `pack` leaves what was there before; its temporary file is gone after the next one, which
# touches no file of anybody else. One that is asked to end does so at once, and leaves nothing.
. "${0%/*}/lib.sh"

export SOURCE_DATE_EPOCH=1700000000
package=$(script_app hello 1.0.0 'sleep 60' -o out)
cp "$package" before
head -c 60000000 /dev/urandom >hello/blob
echo mine | tee out/hello_1_0_0_all.eap.backup >out/.acapctl-mine
begin_pack() {
    "$ACAPCTL" pack hello -a blob -o out >/dev/null 2>&1 &
    pack=$!
    until compgen -G 'out/.acapctl-tmp-*' >/dev/null; do
        kill -0 $pack || fail "it ended before it could be killed"
    done
}
begin_pack
kill -KILL $pack
wait $pack 2>/dev/null || :
[ "$(files_in out | wc -l)" = 5 ] || fail "the kill came too early or too late: $(files_in out)"
cmp "$package" before
expect_exit 0 acapctl pack hello -o out
cmp "$package" before
[ "$(cd out && files_in . | tr '\n' ' ')" = ". ./.acapctl-mine ./hello_1_0_0_all.eap ./hello_1_0_0_all.eap.backup " ] ||
    fail "left: $(files_in out)"
for signal in INT TERM HUP QUIT; do
    begin_pack
    kill "-$signal" $pack
    status=0 && wait $pack || status=$?
    [ $status = 130 ] || fail "exit $status after $signal"
    cmp "$package" before
    ! compgen -G 'out/.acapctl-tmp-*' || fail "left after $signal"
done
