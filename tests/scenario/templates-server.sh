#!/bin/bash
# What the HTTP server of the reverse-proxy template answers, asked of a build for this machine.
. "${0%/*}/lib.sh"

acapctl -q new server --template reverse-proxy >/dev/null
port=$((20000 + $$ % 10000)) # of this run alone
sed -i "s/2001/$port/" server/server.c server/manifest.json
make -s -C server CC=cc
server/server >out 2>&1 &
children+=($!)
url=http://127.0.0.1:$port
eventually curl -sSf "$url/local/server/api/status"
curl -sSf -m 20 "$url/local/server/api/status?query" >"$work/stdout"
expect_json '.application == "server" and .seconds >= 0'

code() { curl -s -m 20 -o out -w '%{http_code}' "$@"; }
[ "$(code "$url/")" = 404 ] || fail "not 404: $(cat out)"
[ "$(code -X DELETE "$url/local/server/api/status")" = 405 ] || fail "not 405: $(cat out)"
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'nonsense\r\n\r\n' >&3
grep -q '400 Bad Request' <&3 || fail "nonsense is not refused"

# A request that comes in pieces is one request; a client that says nothing keeps nobody waiting for good.
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /local/server/api/st' >&3
sleep 0.2
printf 'atus HTTP/1.1\r\n\r\n' >&3
grep -q '200 OK' <&3 || fail "pieces are not put together"
exec 3<>"/dev/tcp/127.0.0.1/$port"
[ "$(code "$url/")" = 404 ] || fail "one silent client is enough to block the server"
