#!/bin/bash
# The probe's own programs, as built, on a device with larod: they run for both architectures, report in one shape,
# survive a larod that refuses, hangs or crashes, and leave nothing behind. The script tells the same, where it can.
. "${0%/*}/lib.sh"

packages=${ACAPCTL%/bin/*}/share/acapctl/probe
data=$repository/tests/data/probe
here=$work/device && mkdir "$here"
cp -r "$data/tools" "$here"
export PATH=$here/tools:$PATH

# unpack PACKAGE DIRECTORY: with a model beside it
unpack() {
    mkdir "$here/$2"
    tar -xzf "$packages/$1" -C "$here/$2"
    printf '\34\0\0\0TFL3rest' >"$here/$2/small.tflite"
    printf 'model small.tflite\nruns 7\nwarm-ups 3\nsilence 3\nrun lot\n' >"$here/$2/probe.conf"
}

# sysroot TOOLCHAIN DIRECTORY: the libraries of a device, those of the C compiler and a larod
sysroot() {
    mkdir -p "$here/$2/usr/lib"
    ln -s "/usr/$1/lib" "$here/$2/lib"
    "$1-gcc" -D_GNU_SOURCE -Wall -Wextra -Werror -shared -fPIC -Wl,-soname,liblarod.so.1 \
        "-Wl,--version-script=$data/larod.map" "$data/larod.c" -o "$here/$2/usr/lib/liblarod.so.3.6.78"
    ln -s liblarod.so.3.6.78 "$here/$2/usr/lib/liblarod.so.1"
}

probe() {
    expect_exit 0 "$repository/tests/scenario/probe-run" "$here/$1" "${@:2}" "$here/$1/acapctl_probe"
}

# Every path of the report, with [] for the places of arrays, but those of "how".
paths() {
    jq -r 'del(.how, .deviceTree.compatible) | paths | map(if type == "number" then "[]" else . end) | join(".")' "$work/stdout" | sort -u
}

for kind in aarch64:aarch64-linux-gnu:aarch64 armv7hf:arm-linux-gnueabihf:arm; do
    IFS=: read -r architecture toolchain qemu <<<"$kind"
    unpack "acapctl_probe_2_0_0_$architecture.eap" "$architecture"
    sysroot "$toolchain" "root-$architecture"
    on_device=(probe "$architecture" "qemu-$qemu-static" -L "$here/root-$architecture")

    "${on_device[@]}"
    paths | diff "$data/paths.txt" -
    expect_json '.probe == {"version": "2.0.0", "kind": "program", "schema": "1.3"}'
    expect_json '.soc == "Axis Artpec-8" and .product == "P3265-V" and (.libstdcxx | startswith("GLIBCXX_3.4."))'
    expect_json '.larod | .connected and .sessions == 3 and .version == "3.6.78" and .error == null and .models[0].id == 7'
    expect_json '[.libraries[] | select(.present)] | .[0] == {api: "larod", present: true, file: "liblarod.so.1", realFile: "liblarod.so.3.6.78",
        version: "3.6.78", node: "LIBLAROD_3.0.0", functions: {larodBuildTensorDims: true, larodBuildTensorPitches: false, larodConvertVmemFdToDmabuf: false}}'
    expect_json '[.models[] | [.device, .instance, .outcome, .error.code]] ==
        [["cpu-tflite", 0, "ran", null], ["axis-a8-dlpu-tflite", 1, "ran", null], ["axis-a8-dlpu-native", 0, "refused", -2]]'
    expect_json '.models[0] | .firstLoad >= 20 and .laterLoad >= 20 and .runs == 7 and .warmUps == 3'
    expect_json '.models[0].inference | .min >= 2 and .min <= .median and .median <= .p95 and .p95 <= .max'
    expect_json '.models[0].inputs == [{bytes: 12, shape: [1, 2, 2, 3], type: "uint8", layout: "NHWC"}]'
    grep -qF "doing loading the model on axis-a8-dlpu-tflite" "$work/stderr"
    run grep "left behind" "$work/stderr"
    [ "$status" = 1 ]

    [ "$architecture" = armv7hf ] || continue # what goes wrong does so for both alike
    echo "device axis-a8-dlpu-tflite" >>"$here/$architecture/probe.conf"
    LAROD_FAULT=power "${on_device[@]}"
    expect_json '.larod.retries == 2 and .larod.connected and .models[0].outcome == "ran" and .models[0].retries == 2'
    LAROD_FAULT=warm-up "${on_device[@]}"
    expect_json '.models | length == 1 and .[0].outcome == "ran" and .[0].warmUps == 4'
    expect_json '.models[0] | .firstLoad == null and .repeatedLoad >= 20 and .failedLoad.code == -2 and .failedLoad.time >= 0'
    expect_json '.models[0].failedWarmUp == {code: -1, message: "Failure when invoking interpreter"}'
    LAROD_FAULT=session "${on_device[@]}"
    expect_json '.larod | .present and (.connected | not) and .error.code == -7 and .devices == null'
    expect_json '.models[0] | .outcome == "failed" and .error.code == -7'
    for fault in hang crash; do # in the list of models, and not before
        LAROD_FAULT=$fault "${on_device[@]}"
        expect_json '.larod | .connected and (.devices | length == 4) and .models == null and .error.code == null'
        expect_json '.larod.error.message | endswith("while asking larod for its models")'
        expect_json '.models[0].outcome == "ran"'
    done

    rm "$here/root-$architecture/usr/lib/liblarod.so.1"* "$here/root-$architecture/usr/lib/liblarod.so.3.6.78"
    "${on_device[@]}"
    expect_json '.larod | (.present | not) and (.connected | not) and (.error.message | contains("liblarod.so"))'
done

# With nothing but a small shell and its tools, as AXIS OS has them.
mkdir "$here/small"
cp "$(command -v busybox)" "$here/small"
for tool in sh awk cat cut date df dirname fold grep gzip head id kill logger ls mktemp od readlink rm sed sleep tail tr uname wc; do
    ln -s busybox "$here/small/$tool"
done
unpack script/acapctl_probe_2_0_0_all.eap script
probe script env "PATH=$here/tools:$here/small" "$here/small/sh"
paths | comm -3 "$data/paths.txt" - | diff "$data/paths-script.txt" - # what it cannot tell, and the mean of all runs
expect_json '.probe == {"version": "2.0.0", "kind": "script", "schema": "1.3"} and .soc == "Axis Artpec-8"'
expect_json '[.models[] | [.device, .instance, .outcome, .firstLoad, .inference.mean]] == [["cpu-tflite", 0, "ran", 26200, 5.6],
    ["axis-a8-dlpu-tflite", 1, "ran", 26200, 5.6], ["axis-a8-dlpu-native", 0, "refused", null, null]]'
expect_json '.models[2].error.message | contains("Incorrect model format")'
