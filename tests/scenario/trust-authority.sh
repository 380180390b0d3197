#!/bin/bash
# A certificate that an authority vouches for needs no trust on first use, unless one is pinned.
. "${0%/*}/lib.sh"

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/CN=Authority of the test" 2>openssl.log
openssl req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=cam 2>openssl.log
printf 'subjectAltName=IP:127.0.0.1\n' >names
openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out cert.pem 2>openssl.log
cat cert.pem key.pem >device.pem
fingerprint=$(openssl x509 -in cert.pem -noout -fingerprint -sha256 | cut -d= -f2)
ODD_CERTIFICATE=$PWD/device.pem start_odd_device basic
place=127.0.0.1:${odd_device##*:}

expect_error 11 "$fingerprint" acapctl list -t "$place"
[ ! -s "$work/odd" ] || fail "sent a request to a device that is not trusted"
export SSL_CERT_FILE=$PWD/ca.pem
expect_exit 0 acapctl list -t "$place"
expect_exit 0 acapctl list -t "$place"
[ "$(paste -sd ' ' "$work/odd")" = "none Basic Basic" ] || fail "$(cat "$work/odd")"
expect_error 11 "not issued for localhost" acapctl list -t "localhost:${place#*:}"
expect_exit 0 acapctl device trust "$place" --json
expect_json '.devices[0].outcome == "vouched for"'
[ ! -e "$HOME/.config/acapctl/known_devices" ] || fail "pinned what needs no pin"

acapctl -q device trust "$place" --fingerprint "${fingerprint//[0-9]/0}"
expect_error 11 "has changed" acapctl list -t "$place"
acapctl -q device trust "$place" --remove
expect_exit 0 acapctl list -t "$place"
