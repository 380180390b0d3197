#!/bin/bash
# The probe reports what the device can do and who says so, on both architectures, and leaves no
# trace. Where it cannot be installed, what VAPIX and the catalog know is shown, with the reason. A model is
# timed on each larod device. A probe of one's own vendor, once signed, is for AXIS OS 13.
. "${0%/*}/lib.sh"

nothing_left() {
    expect_exit 0 acapctl list --json
    expect_json '.devices[0].applications == []'
    policy_is false >/dev/null || fail "AllowUnsigned is still on"
}

for device in artpec8:aarch64:axis-a8-dlpu-tflite artpec7:armv7hf:cpu-tflite; do
    IFS=: read -r chip architecture larod <<<"$device"
    start_emulator --profile "$chip" --state "$work/$chip"
    expect_exit 0 acapctl probe --json
    expect_json '.devices[0] | .ok and (.measured | not) and .warnings[0].code == "signature"'
    expect_exit 0 acapctl probe --allow-unsigned --json --html page.html
    expect_json ".devices[0] | .ok and .measured and .architecture == \"$architecture\" and .chip == \"$chip\""
    expect_json '.devices[0] | .source.memory == "on-camera" and .source.serial == "vapix" and .source.chip == "catalog"'
    expect_json ".devices[0] | .memory.total > 0 and (.larod.devices | any(.name == \"$larod\")) and .how.glibc != null"
    expect_json '.devices[0].how["memory.limit"] | contains("//") | not'
    expect_json ".devices[0] | .contradictions == [] and .disagreements == [] and (.chosen.package | contains(\"$architecture\"))"
    grep -q "<th scope=\"row\">$larod<td>✓" page.html || fail "the page has no larod devices"
    nothing_left
    [ "$chip" = artpec8 ] || stop_child "${children[-1]}"
    [ "$chip" != artpec8 ] || { eight=$ACAPCTL_TARGET eight_https=$device_https eight_http=$device_http; }
done
device_https=$eight_https device_http=$eight_http ACAPCTL_TARGET=$eight

"$repository/tests/data/make-tflite" uint8 >model.tflite
expect_exit 0 acapctl probe --allow-unsigned --model model.tflite --runs 5 --json
expect_json '.devices[0].models | any(.device == "axis-a8-dlpu-tflite" and .outcome == "ran" and .inference.median > 0)'
expect_json '.devices[0].models[] | select(.outcome == "ran") | .inputs[0] | .name != null and .bytes > 0 and (.shape | length > 0)'
expect_json '.devices[0].models | any(.device == "axis-a8-dlpu-native" and .outcome == "refused" and .error.code == -2)'
expect_stderr "axis-a8-dlpu-tflite"
expect_json '.devices[0].modelFile | .name == "model.tflite" and .size > 0 and (.sha256 | length == 64)'
expect_json '.devices[0].models | any(.device == "axis-a8-dlpu-native" and .documented.error.name == "LAROD_ERROR_LOAD_MODEL" and .documented.verdict == "refused")'
nothing_left
expect_error 2 "are about a model" acapctl probe --larod-device cpu-tflite
expect_error 2 "Did you mean 'axis-a8-dlpu-tflite'" acapctl probe --allow-unsigned --model model.tflite --larod-device axis-a8-dlpu-tflit
expect_error 9 "ARTPEC-8 has no larod device a9-dlpu-tflite" acapctl probe --allow-unsigned --model model.tflite --larod-device a9-dlpu-tflite
expect_exit 6 acapctl probe --allow-unsigned --model model.tflite --runs 1 --larod-device armnn-gpu-tflite
expect_stderr "does not have the larod device armnn-gpu-tflite"
expect_error 6 "axis-a8-dlpu-native: refused: -2" acapctl probe --allow-unsigned --model model.tflite --runs 1 --larod-device axis-a8-dlpu-native
expect_exit 0 acapctl probe --dry-run --model model.tflite
expect_stderr "would probe with acapctl_probe_2_0_0_aarch64.eap, the program for aarch64, manifest schema 2"
expect_stderr "takes the model model.tflite along"
nothing_left

# What larod did not tell is not what it has not, and takes no earlier measurement's place.
set_faults larod-refuses:5
run acapctl probe --allow-unsigned --model model.tflite
expect_stdout "runs	unknown (larod refused the connection: -5, "
expect_stderr "stays remembered"
expect_exit 0 acapctl device show --cached
expect_stdout axis-a8-dlpu-tflite
set_faults
nothing_left

# Ctrl-C while the model loads takes the probe away; who is killed cannot, and the next command says so.
for signal in INT KILL; do
    "$ACAPCTL" probe --allow-unsigned --model model.tflite --larod-device axis-a8-dlpu-tflite --runs 10000 \
        >/dev/null 2>"$work/interrupted" &
    probe=$!
    children+=("$probe")
    eventually grep 'on axis-a8-dlpu-tflite' "$work/interrupted"
    kill -$signal "$probe"
    wait "$probe" 2>/dev/null || :
    [ $signal = KILL ] || nothing_left
done
expect_exit 0 acapctl list
expect_stderr "is still installed; 'acapctl remove acapctl_probe'"
expect_exit 0 acapctl probe --allow-unsigned --json
expect_exit 0 acapctl list
expect_stderr_not "still installed"
nothing_left

start_emulator --profile artpec8@10.12 --state "$work/at-10"
expect_exit 0 acapctl probe --json
expect_json '.devices[0] | .ok and .measured'
start_emulator --profile artpec8@13 --state "$work/at-13"
expect_exit 0 acapctl probe --json
expect_json '.devices[0] | .ok and (.measured | not) and .soc != null and .memory == null and (.warnings[0].hint | contains("--export"))'
expect_exit 0 acapctl probe --no-app --json
expect_json '.devices[0] | .ok and .chip == "artpec8" and .warnings == []'
expect_exit 0 acapctl probe --export out --vendor Ours --vendor-id 0123456789
expect_stdout out/acapctl_probe_2_0_0_schema2_aarch64.eap
add_signature out/acapctl_probe_2_0_0_schema2_aarch64.eap
expect_error 3 "is there already, and is not replaced" acapctl probe --export out --vendor Ours --vendor-id 0123456789
expect_exit 0 acapctl probe --package out/acapctl_probe_2_0_0_schema2_aarch64.eap --json
expect_json '.devices[0] | .ok and .measured'
