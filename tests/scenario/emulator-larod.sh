#!/bin/bash
# Applications on emulated devices find larod as their chip has it, on both architectures; a device without larod has
# no library. Faults of larod, and of the lines of a program in the log.
. "${0%/*}/lib.sh"

"$repository/tests/data/make-tflite" uint8 >plain.tflite
"$repository/tests/data/make-tflite" edge-tpu >edgetpu.tflite
packed() { # ARCH TRIPLE MODEL DEVICE...: prints the package of the application that loads it there
    mkdir "$1" && cp plain.tflite edgetpu.tflite "$1" && echo free >"$1/LICENSE"
    "$2-gcc" -O1 -o "$1/larodtest" "$repository/tests/scenario/larod-app/larodtest.c" -ldl
    cat >"$1/manifest.json" <<END
{"schemaVersion": "1.3.1", "acapPackageConf": {"setup": {"appName": "larodtest", "architecture": "$1", "vendor": "v",
 "version": "1.0.0", "runMode": "never", "runOptions": "${*:3}"}}}
END
    acapctl -q pack "$1" --additional-file plain.tflite --additional-file edgetpu.tflite
}
control() { ask /axis-cgi/applications/control.cgi -d "action=$1&package=larodtest" >/dev/null; }
said() { acapctl logs larodtest -n 1000 | sed 's/^[^:]*:[^:]*:[^:]*: //' | awk '/^library: / { run = "" } { run = run $0 "\n" } END { printf "%s", run }'; }
has_said() { said | grep -E -- "$1"; }
says() { has_said "$1" >/dev/null || { said; fail "no '$1'"; }; }
started=0
runs() { # [LINE]: once more, until it says so
    started=$((started + 1))
    control start
    eventually began
    eventually has_said "${1-^done$}"
}
began() { [ "$(acapctl logs larodtest -n 1000 | grep -c ': library: ')" = $started ]; }

package=$(packed aarch64 aarch64-linux-gnu plain.tflite cpu-tflite axis-a8-dlpu-tflite axis-a8-dlpu-native nosuch)
start_emulator
[ ! -s "$work/emulator.err" ] || { cat "$work/emulator.err"; fail "something is missing"; }
acapctl -q deploy "$package" --allow-unsigned >/dev/null
runs
says '^library: liblarod.so.3.6.78, 12.7$'
says '^devices: cpu-tflite axis-ace-proc cpu-proc axis-a8-dlpu-tflite axis-a8-dlpu-native axis-a8-dlpu-proc axis-a8-gpu-proc$'
says '^cpu-tflite: [a-z ]+, mean [6-9][0-9]\.[0-9] ms, type 3, shape 1 8 8 3 -> 1 256$'
says '^axis-a8-dlpu-tflite: slow at first, mean [5-9]\.[0-9] ms, type 3, shape 1 8 8 3 -> 1 256$'
says '^axis-a8-dlpu-native: -2 Incorrect model format$'
says '^nosuch: 19 '

set_faults larod-refuses:13:1 larod-empty:1 larod-version:1
runs '^connect: -13 ' # all three strike this start
set_faults larod-version larod-empty larod-power:1
runs
says '^library: liblarod.so.3.0.30, before 12.7$'
says '^devices: 0 nothing$'
says '^cpu-tflite: .*mean'
[ "$(said | grep -c '^axis-a8-dlpu-tflite: -15 Power not available$')" = 2 ] || { said; fail "not a load and a job without power"; }
set_faults larod-warm-up
runs
says '^axis-a8-dlpu-tflite: -2 Could not run warmup job: Failure when invoking interpreter$'
set_faults larod-hangs
runs '^library'
sleep 0.3
[ "$(said | wc -l)" = 1 ] || { said; fail "larodConnect has returned"; }
control stop
set_faults log-lost killed-at-line:5
runs '^cpu-tflite'
eventually sh -c "'$ACAPCTL' logs larodtest --system | grep 'code=killed, status=9/KILL'"
[ "$(said | cut -d: -f1 | xargs)" = 'library sessions cpu-tflite axis-a8-dlpu-tflite' ] || { said; fail "not these lines"; }

package=$(packed armv7hf arm-linux-gnueabihf edgetpu.tflite axis-a7-gpu-tflite google-edge-tpu-tflite)
devices=3 start_emulator --state "$work/armv7hf" --profile artpec7+edgetpu --profile artpec7@11.11 --profile artpec6
while read -r name url _; do
    export ACAPCTL_TARGET=$url
    acapctl -q deploy "$package" --allow-unsigned --force >/dev/null
    acapctl -q start larodtest >/dev/null 2>&1 || [ $? = 12 ] # it ends at once
    case $name in
    artpec7+edgetpu)
        eventually has_said '^done$'
        says '^library: liblarod.so.3.4.14, 12.7$'
        says '^axis-a7-gpu-tflite: -2 .*unresolved custom op: edgetpu-custom-op$'
        says '^google-edge-tpu-tflite: [a-z ]+, mean [4-9]\.[0-9] ms'
        ;;
    artpec7*)
        eventually has_said '^done$'
        says '^library: liblarod.so.3.2.181, before 12.7$'
        says '^google-edge-tpu-tflite: 19 '
        ;;
    *) eventually has_said '^library: liblarod.so.1: cannot open shared object file' ;;
    esac
done <"$work/emulator"
