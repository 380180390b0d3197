#!/bin/bash
# TLS that is too old is named before a certificate is asked to be trusted; a device that wants a
# certificate of ours says so, and takes it.
. "${0%/*}/lib.sh"

certificate() { openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" -keyout "$1.key" -out "$1.pem" 2>/dev/null; }
certificate 127.0.0.1
certificate me
certificate other
openssl pkcs8 -topk8 -in me.key -passout pass:s3cret -out locked.key
chmod 600 ./*.key

# serve OPTION...: openssl's server, at $served.
serve() {
    rm -f "$work/served"
    openssl s_server -accept 127.0.0.1:0 -www -cert 127.0.0.1.pem -key 127.0.0.1.key "$@" >"$work/served" 2>&1 </dev/null &
    children+=($!)
    eventually grep ACCEPT "$work/served"
    served=$(sed -n 's/^ACCEPT //p' "$work/served")
}
export AXIS_DEVICE_USER=root AXIS_DEVICE_PASS=pass
for version in 1 1_1; do
    serve -tls$version -cipher ALL:@SECLEVEL=0
    expect_error 5 "speaks TLS 1.$((${version//_/ + } - 1))" acapctl list -t "$served" --trust-new
    expect_error 5 "TLS 1.2 is the oldest" acapctl device trust "$served"
done
[ ! -e "$HOME/.config/acapctl/known_devices" ] || fail "its certificate was trusted"

for version in 1_2 1_3; do
    serve -tls$version -Verify 1 -verify_return_error -CAfile me.pem
    expect_error 4 "shows a client certificate" acapctl list -t "$served" --trust-new
    expect_stderr "--client-cert FILE"
    expect_error 4 "does not take the client certificate other.pem" acapctl list -t "$served" --client-cert other.pem --client-key other.key
done
cat 127.0.0.1.key 127.0.0.1.pem >both.pem
export ODD_CERTIFICATE=both.pem
start_odd_device refuse 502 # a proxy whose certificate is not taken for that of the device
for target in https://192.0.2.1 http://192.0.2.1; do
    expect_error 5 "the proxy https://${odd_device#http://} (named by all_proxy)" env "all_proxy=https://${odd_device#http://}" "$ACAPCTL" list -t $target --trust-new
    expect_stderr certificate
done
export ODD_CLIENTS=me.pem
start_odd_device basic
place=https://${odd_device#http://}
expect_error 4 "shows a client certificate" acapctl list -t "$place" --trust-new
expect_exit 0 acapctl list -t "$place" --client-cert me.pem --client-key me.key
cat me.pem me.key >mine.pem && chmod 600 mine.pem
acapctl -q device add door "$place" --client-cert mine.pem
expect_exit 0 acapctl list -t door
expect_error 3 "ACAPCTL_CLIENT_KEY_PASS" acapctl list -t "$place" --client-cert me.pem --client-key locked.key
ACAPCTL_CLIENT_KEY_PASS=s3cret expect_exit 0 acapctl list -t "$place" --client-cert me.pem --client-key locked.key -vv
expect_stderr_not s3cret
chmod 644 me.key
expect_error 3 "chmod" acapctl list -t "$place" --client-cert me.pem --client-key me.key
