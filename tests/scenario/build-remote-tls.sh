#!/bin/bash
# A remote engine over TLS, named by DOCKER_HOST or by a context, builds the same package. Wrong
# certificates, and nobody at the port, are told for what they are.
. "${0%/*}/lib.sh"
export SOURCE_DATE_EPOCH=1000000000

authority() { openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1-key.pem" -out "$1.pem" -days 2 -subj "/CN=$1" 2>/dev/null; }
# certificate NAME AUTHORITY EXTENSION
certificate() {
    openssl req -newkey rsa:2048 -nodes -keyout "$1-key.pem" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2-key.pem" -CAcreateserial -days 2 -out "$1.pem" -extfile <(echo "$3") 2>/dev/null
}
# client DIR AUTHORITY CERTIFICATE: what DOCKER_CERT_PATH names.
client() { mkdir "$1" && cp "$2.pem" "$1/ca.pem" && cp "$3.pem" "$1/cert.pem" && cp "$3-key.pem" "$1/key.pem"; }
authority ours
authority theirs
certificate server ours subjectAltName=IP:127.0.0.1
certificate me ours extendedKeyUsage=clientAuth
certificate stranger theirs extendedKeyUsage=clientAuth
client mine ours me
client strange ours stranger
client unsure theirs me

acapctl -q new hello >/dev/null
build() { acapctl build hello --engine docker --network none "$@"; }
expect_exit 0 build
gzip -dc hello/build/*.eap | sha256sum >near
rm -rf hello/build
# The certificate of a client is refused within the handshake of TLS 1.2. With 1.3 it is after, when
# the reset of the connection may come before the reason.
forward_engine OPENSSL-LISTEN cert=server.pem,key=server-key.pem,cafile=ours.pem,verify=1,openssl-max-proto-version=TLS1.2
export DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=$PWD/mine
DOCKER_CERT_PATH=$PWD/strange expect_error 8 "tls: " build
DOCKER_CERT_PATH=$PWD/unsure expect_error 8 "unknown authority" build
DOCKER_CERT_PATH=$PWD/none expect_error 8 "none/ca.pem" build
DOCKER_HOST=tcp://127.0.0.1:1 expect_error 8 "127.0.0.1:1" build
[ ! -e hello/build ] || fail "an engine that does not answer left something in the project"

expect_exit 0 build
gzip -dc hello/build/*.eap | sha256sum | diff near - || fail "the remote engine's package differs"
expect_exit 0 build
expect_stderr "is up to date"
docker context create far --docker "host=$DOCKER_HOST,ca=mine/ca.pem,cert=mine/cert.pem,key=mine/key.pem" >/dev/null
unset DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH
rm -rf hello/build
DOCKER_CONTEXT=far expect_exit 0 build
gzip -dc hello/build/*.eap | sha256sum | diff near - || fail "the package made through a context differs"
jq -e '.plan.transfer == "copy"' hello/build/.acapctl/aarch64.json >/dev/null || fail "the files were not copied"
