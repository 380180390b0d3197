#!/bin/bash
# Applications on emulated devices find larod as their chip has it, on both architectures; devices without one have
# no library. Faults of larod and of lines in the log.
. "${0%/*}/lib.sh"

"$repository/tests/scenario/tiny-tflite" plain.tflite
"$repository/tests/scenario/tiny-tflite" edgetpu.tflite edgetpu-custom-op
packed() { # ARCH TRIPLE: the application for it, in $package
    mkdir "$1" && cp plain.tflite edgetpu.tflite "$1"
    "$2-gcc" -O1 -o "$1/larodtest" "$repository/tests/scenario/larod-app/larodtest.c" -ldl
    cat >"$1/manifest.json" <<END
{"schemaVersion": "1.3", "acapPackageConf": {"setup": {"appName": "larodtest", "architecture": "$1", "vendor": "v",
 "version": "1.0.0", "runMode": "never", "runOptions": "$3"}}}
END
    echo free >"$1/LICENSE"
    package=$(acapctl -q pack "$1" --additional-file plain.tflite --additional-file edgetpu.tflite)
}
runs() { # the application once more, $work/lines is what it said
    last=$(ask /axis-cgi/systemlog.cgi | grep -c 'Started application' || :)
    ask /axis-cgi/applications/control.cgi -d 'action=start&package=larodtest' >/dev/null
    eventually over
    acapctl logs larodtest | sed 's/^.*\]: //' | tac | sed '/^library: /q' | tac >"$work/lines"
}
over() { ask '/axis-cgi/systemlog.cgi?appname=larodtest' >/dev/null && ask /axis-cgi/applications/list.cgi | grep -cF 'Status="Stopped"'; }
says() { grep -qE -- "$1" "$work/lines" || { cat "$work/lines"; fail "no '$1'"; }; }
installed() { # PROFILE
    start_emulator --profile "$1" --state "$work/$1"
    acapctl -q deploy "$package" --allow-unsigned >/dev/null
}

models="plain.tflite"
packed aarch64 aarch64-linux-gnu "$models cpu-tflite axis-a8-dlpu-tflite axis-a8-dlpu-native nosuch"
installed artpec8
runs
says '^library: liblarod.so.3.6.78, 12.7$'
says '^devices: cpu-tflite axis-ace-proc cpu-proc axis-a8-dlpu-tflite axis-a8-dlpu-native axis-a8-dlpu-proc axis-a8-gpu-proc$'
says '^cpu-tflite: alike, mean [67][0-9]\.[0-9] ms, type 3, shape 1 4 4 3 -> 1 10$'
says '^axis-a8-dlpu-tflite: slow at first, mean [56]\.[0-9] ms, type 3'
says '^axis-a8-dlpu-native: -2 Incorrect model format$'
says '^nosuch: 19 '
says '^done$'
