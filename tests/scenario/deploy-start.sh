#!/bin/bash
# A start is believed only when the application lives; else exit 12 with its last words. A program
# that is meant to end is judged by its end.
. "${0%/*}/lib.sh"

start_emulator
app() { # app NAME BODY: a shell script application
    mkdir "$1"
    cat >"$1/manifest.json" <<END
{"schemaVersion": "1.7.0", "acapPackageConf": {"setup": {"appName": "$1", "architecture": "all",
 "vendor": "v", "version": "1.0.0", "runMode": "never"}}}
END
    echo free >"$1/LICENSE"
    printf '#!/bin/sh\n%s\n' "$2" >"$1/$1" && chmod +x "$1/$1"
    acapctl -q pack "$1" >/dev/null
}
app dies 'echo cannot find my config >&2; exit 3'
app ends 'echo all done'
expect_exit 12 acapctl deploy dies/build/*.eap --start --allow-unsigned
expect_stderr "cannot find my config"
expect_exit 0 acapctl policy show --json
expect_json '.devices[0].allowUnsigned == false'
expect_exit 0 acapctl deploy ends/build/*.eap --start --expect exit --allow-unsigned
expect_exit 12 acapctl deploy ends/build/*.eap --start --allow-unsigned
app fine 'exec sleep 100'
set_faults dies-at-start
expect_exit 12 acapctl deploy fine/build/*.eap --start --allow-unsigned --json
expect_json '.devices[0] | .cause.id == "missing-library" and .outcome == "installed" and .version == "1.0.0"'
set_faults crash-loop
expect_exit 12 acapctl deploy fine/build/*.eap --start --json
expect_json '.devices[0] | .cause.id == "crashed" and .outcome == "unchanged"'
set_faults start-error:8
expect_error 6 "Error 8" acapctl deploy fine/build/*.eap --start
set_faults
expect_exit 0 acapctl deploy fine/build/*.eap --start
