#!/bin/bash
# Each fault of the device against deploy, start and logs: the exit codes, and what is installed then.
# Nothing is lost or installed twice, no policy stays changed, nothing hangs past its time.
. "${0%/*}/lib.sh"

for version in 1.0.0 2.0.0; do
    cp "$(script_app faulty $version 'echo alive; exec sleep 100')" $version.eap
done
start_emulator
installations() { ask /axis-cgi/systemlog.cgi | grep -c "Successfully installed" || true; }
expect_code() { # EXPECTED COMMAND...
    run timeout 60 "$ACAPCTL" "${@:2}" --timeout "${seconds:-3}"
    [ "$status" = "$1" ] || { show_last; fail "$fault: exit $status instead of $1: ${*:2}"; }
}
rows=0
while read -r fault deploy start logs version seconds; do
    set_faults
    "$ACAPCTL" -q deploy 1.0.0.eap --allow-unsigned --reinstall --allow-downgrade 2>/dev/null >&2 || fail "$fault: no clean beginning"
    "$ACAPCTL" -q stop faulty >/dev/null 2>&1 || fail "$fault: cannot be stopped"
    before=$(installations)
    set_faults "$fault"
    expect_code "$deploy" deploy 2.0.0.eap --allow-unsigned --start --wait 6s --retries 1
    set_faults
    [ "$("$ACAPCTL" list --json | jq -c '[.devices[0].applications[].version]')" = "[\"$version\"]" ] ||
        fail "$fault: not $version alone is installed"
    expected=$before
    [ "$version" = 1.0.0 ] || expected=$((before + 1))
    [ "$(installations)" = "$expected" ] || fail "$fault: $(installations) installations instead of $expected"
    ask '/axis-cgi/applications/config.cgi?action=get&name=AllowUnsigned' | grep -c 'value="false"' ||
        fail "$fault: AllowUnsigned is still on"
    "$ACAPCTL" -q stop faulty >/dev/null 2>&1 || fail "$fault: cannot be stopped afterwards"
    set_faults "$fault"
    expect_code "$start" start faulty
    set_faults "$fault"
    expect_code "$logs" logs faulty
    echo "$fault: deploy $deploy, start $start, logs $logs, then $version"
    rows=$((rows + 1))
done <"$repository/tests/data/fault-matrix"
# Every fault that strikes a request, a login or a start has a row.
for fault in $("$ACAPCTL" emulate --fault list | awk '{ sub(":.*", "", $1); print $1 }'); do
    case $fault in
    certificate-change | starting | offline) continue ;; # of a reboot; reset-* needs size
    larod-* | log-*) continue ;; # of what a program finds and writes: emulator-larod, probe
    esac
    grep -q "^${fault}[: ]" "$repository/tests/data/fault-matrix" || fail "no row for $fault"
done
echo "$rows faults"
