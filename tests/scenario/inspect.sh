#!/bin/bash
# inspect tells what is in a package, as JSON, as a single value, and behind a signature's bytes.
. "${0%/*}/lib.sh"

compiled_hello
acapctl -q pack hello --arch aarch64 -o . >/dev/null
eap=Hello_1_0_0_aarch64.eap
expect_exit 0 acapctl inspect "$eap" --json
expect_json '.kind == "acapctl.inspect/v1"'
expect_json '.package | .appName == "hello" and .version == "1.0.0" and .architecture == "aarch64" and (.signed | not)'
expect_json '[.files[] | select(.path == "hello")][0] | .mode == "0755" and .size > 1000'
expect_json '[.files[] | select(.path == "manifest.json")][0].mode == "0600"'
expect_exit 0 acapctl inspect "$eap" --field package.appName
[ "$(cat "$work/stdout")" = hello ] || fail "--field printed $(cat "$work/stdout")"

head -c 300 /dev/urandom >>"$eap"
expect_exit 0 acapctl inspect "$eap"
expect_stdout hello
expect_exit 0 acapctl inspect "$eap" --json
expect_json '.package.appName == "hello"'

# A model: what it is made of, and where it would run.
"$repository/tests/data/make-tflite" per-channel >small.tflite
expect_exit 0 acapctl inspect small.tflite --chip artpec8 --json
expect_json '.model | .format == "tflite" and .tflite.quantization == {"kind":"integer","perChannel":1,"perTensor":3}'
expect_json '.advice[0] | .verdict == "slow" and .larodDevices[0].reasons[0].rule == "per-channel-artpec8"'
expect_exit 0 acapctl inspect small.tflite
expect_stdout 'runs on the DLPU'
head -c 700 small.tflite >cut.tflite
expect_error 3 cut.tflite acapctl inspect cut.tflite

# What the manifest says is answered without the bulk behind it: half a package is enough.
mkdir hello/lib
head -c 4000000 /dev/urandom >hello/lib/bulk
acapctl -q pack hello --arch aarch64 -o . >/dev/null
head -c 2000000 "$eap" >half.eap
expect_exit 0 acapctl inspect half.eap --field package.appName
[ "$(cat "$work/stdout")" = hello ] || fail "--field of the half printed $(cat "$work/stdout")"
expect_exit 3 acapctl inspect half.eap --field package.signed
