#!/bin/bash
# A Dockerfile that takes a TIMESTAMP, as Axis' reproducible-package example does, and a library of the
# project's own in lib/: SOURCE_DATE_EPOCH reaches both, and two checkouts give the same bytes.
. "${0%/*}/lib.sh"

newest=$(newest_sdk)
acapctl -q new hello >/dev/null
mkdir -p example/app/greet && mv hello/* example/app
echo 'const char *greeting(void) { return "hello"; }' >example/app/greet/greet.c
cat >example/Dockerfile <<END
ARG ARCH=armv7hf
ARG VERSION=$newest
ARG REPO=axisecp
ARG SDK=acap-native-sdk
FROM \${REPO}/\${SDK}:\${VERSION}-\${ARCH}-ubuntu24.04
ARG TIMESTAMP
ENV SOURCE_DATE_EPOCH=\$TIMESTAMP
COPY ./app /opt/app
WORKDIR /opt/app
RUN mkdir lib && . /opt/axis/acapsdk/environment-setup* && \\
    \$CC -shared -fPIC -o lib/libgreet.so greet/greet.c && acap-build .
END
cp -r example again
export SOURCE_DATE_EPOCH=1700000000
for arch in aarch64 armv7hf; do
    for checkout in example again; do
        expect_exit 0 acapctl build $checkout --arch $arch --network none
    done
    cmp {example,again}/build/Hello_1_0_0_$arch.eap || fail "two builds differ"
    expect_exit 0 acapctl inspect example/build/Hello_1_0_0_$arch.eap --json
    expect_json '[.files[].path] | index("lib/libgreet.so")'
    tar -tvf example/build/Hello_1_0_0_$arch.eap | grep -c '2023-11-14.*manifest.json' || fail "another time"
done
