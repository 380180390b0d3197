# shellcheck shell=bash
# What every scenario starts with: . "${0%/*}/lib.sh"
# An empty directory and home of its own, the helpers below, and nothing left behind at its end.
set -euo pipefail # so behind a pipe it is grep -c: grep -q leaves early, and SIGPIPE fails the writer
: "${ACAPCTL:?run scenarios with: tests/run scenario NAME}"
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d /tmp/acapctl-scenario.XXXXXX)
export HOME=$work/home XDG_RUNTIME_DIR=$work/run LC_ALL=C.UTF-8 ACAPCTL_EMULATOR_PASSWORD=pass
export -n XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME XDG_DATA_HOME
mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"
mkdir "$work/here" && cd "$work/here"
children=()
at_end=: # what a scenario undoes at its end, besides

end_scenario() {
    local status=$? pid
    trap - EXIT
    eval "$at_end" >/dev/null 2>&1 || true
    for pid in "${children[@]}"; do stop_child "$pid" || status=1; done
    rm -rf "$work"
    exit $status
}
trap end_scenario EXIT
trap 'exit 1' INT TERM

fail() {
    echo "not as expected: $*" >&2
    exit 1
}

# Ends a background process by its id; one that does not end within ten seconds is a failure.
stop_child() {
    kill "$1" 2>/dev/null || return 0
    for _ in $(seq 100); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    echo "process $1 did not end after SIGTERM" >&2
    kill -9 "$1"
    return 1
}

acapctl() { "$ACAPCTL" "$@"; }

# run COMMAND...: leaves its results in $status, $work/stdout and $work/stderr.
run() {
    status=0
    "$@" >"$work/stdout" 2>"$work/stderr" </dev/null || status=$?
}

show_last() {
    echo "stdout:" && sed 's/^/  /' "$work/stdout"
    echo "stderr:" && sed 's/^/  /' "$work/stderr"
}

# expect_exit CODE COMMAND...
expect_exit() {
    local expected=$1
    shift
    echo "+ $*"
    run "$@"
    [ "$status" = "$expected" ] && return
    show_last
    fail "exit $status instead of $expected: $*"
}

expect_stdout() { grep -qF -- "$1" "$work/stdout" || { show_last; fail "no '$1' on stdout"; }; }
expect_stderr() { grep -qF -- "$1" "$work/stderr" || { show_last; fail "no '$1' on stderr"; }; }
expect_stderr_not() { ! grep -qF -- "$1" "$work/stderr" || { show_last; fail "'$1' on stderr"; }; }
expect_no_stdout() { [ ! -s "$work/stdout" ] || { show_last; fail "stdout is not empty"; }; }

# stdout is exactly one JSON document, for which the jq filter is true.
expect_json() {
    [ "$(jq -s length "$work/stdout")" = 1 ] || { show_last; fail "not exactly one JSON document"; }
    jq -e "$1" "$work/stdout" >/dev/null || { show_last; fail "not true of the document: $1"; }
}

# One clear error: a JSON document with this exit code, and a message that contains the text; the
# same without --json, on stderr alone. expect_error CODE TEXT COMMAND...
expect_error() {
    local code=$1 text=$2
    shift 2
    expect_exit "$code" "$@" --json
    expect_json '[.error, (.devices // [])[].error] | any(. != null and (.message | length > 0))'
    expect_exit "$code" "$@"
    expect_stderr "$text"
}

# eventually COMMAND...: within 20 seconds the command succeeds.
eventually() {
    for _ in $(seq 100); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.2
    done
    fail "never came true: $*"
}

# start_emulator [OPTION...]: an emulated device that the device verbs then talk to, over HTTP. With
# devices=N before it, the options ask for N; $work/emulator has a line for each, $second_http is the next one.
start_emulator() {
    local devices=${devices-1}
    [[ " $* " == *" --state "* ]] || set -- "$@" --state "$work/device"
    rm -f "$work/emulator" # of an emulator before: its address must not be taken for this one's
    "$ACAPCTL" emulate --port 0 "$@" >"$work/emulator" 2>"$work/emulator.err" &
    children+=($!)
    for _ in $(seq 200); do
        [ "$(grep -cs 'https://' "$work/emulator")" != "$devices" ] || break
        kill -0 $! 2>/dev/null || break
        sleep 0.1
    done
    [ "$(wc -l <"$work/emulator")" = "$devices" ] || { cat "$work/emulator.err"; fail "not $devices emulated devices"; }
    { read -r device_name device_http device_https && read -r _ second_http _; } <"$work/emulator" || :
    export device_name device_http device_https
    export ACAPCTL_TARGET=$device_http AXIS_DEVICE_USER=root AXIS_DEVICE_PASS=pass
}

# start_apache [NONCE-LIFETIME]: a device served by Apache, for clients over $apache_http and $apache_https.
start_apache() {
    mkdir "$work/apache"
    chmod 711 "$work" "$work/apache" # httpd started by root serves as somebody else
    "$repository/tests/apache-device/serve" "$work/apache" "$@" >"$work/apache.urls" 2>"$work/apache.err" &
    children+=($!)
    for _ in $(seq 200); do
        grep -q 'https://' "$work/apache.urls" && break
        kill -0 $! 2>/dev/null || break
        sleep 0.1
    done
    read -r apache_http apache_https <"$work/apache.urls" || { cat "$work/apache.err"; fail "Apache did not start"; }
    export apache_http apache_https AXIS_DEVICE_USER=root AXIS_DEVICE_PASS=pass
}

# asked STATUS: how many requests Apache answered with it since the last call of forget_asked.
asked() { awk -v status="$1" '$4 == status' "$work/apache/access.log" | wc -l; }
forget_asked() { : >"$work/apache/access.log"; }

# ask PATH [CURL-OPTION...]: what the device answers over HTTPS to curl, a client that is not ours.
ask() { curl -sSk -m 20 -u root:pass "$device_https$1" "${@:2}"; }

# set_faults [FAULT...]: the device has these faults from now on, and no others.
set_faults() {
    jq -n '{faults: $ARGS.positional}' --args "$@" |
        curl -sSf -X PUT --data-binary @- -o "$work/faults" "$device_http/emulator/faults"
}

# device_state FILTER: what jq finds in the control endpoint's description of the device.
device_state() { curl -sSf "$device_http/emulator" | jq -r "$1"; }

# compiled_hello [DIR] [ARCH]: the template's project, compiled but not packed.
compiled_hello() {
    local dir=${1-hello} arch=${2-aarch64} triple=aarch64-linux-gnu
    [ "$arch" = aarch64 ] || triple=arm-linux-gnueabihf
    acapctl -q new "$dir" >/dev/null
    make -s -C "$dir" CC=$triple-gcc
}

# The version of the SDK that is used when nothing says otherwise.
newest_sdk() {
    jq -r '[.images[] | select(.preview | not)] | last.version' "$repository/src/sdk/data/catalog.json"
}

# example_project [AS NAME]: hello as Axis' examples are laid out, in example/app; example/Dockerfile has
# their first lines, of the stage with that name.
example_project() {
    acapctl -q new hello >/dev/null
    mkdir -p example/app && mv hello/* example/app
    cat >example/Dockerfile <<END
ARG ARCH=armv7hf
ARG VERSION=$(newest_sdk)
ARG UBUNTU_VERSION=24.04
ARG REPO=axisecp
ARG SDK=acap-native-sdk
FROM \${REPO}/\${SDK}:\${VERSION}-\${ARCH}-ubuntu\${UBUNTU_VERSION} $*
END
}

# script_app NAME VERSION COMMANDS [PACK-OPTION...]: packs an application that is a shell script, and
# prints the package.
script_app() {
    mkdir -p "$1"
    printf '#!/bin/sh\n%s\n' "$3" >"$1/$1"
    chmod +x "$1/$1"
    echo free >"$1/LICENSE"
    cat >"$1/manifest.json" <<END
{"schemaVersion": "1.7.0", "acapPackageConf": {"setup": {"appName": "$1", "vendor": "v", "version": "$2",
 "architecture": "all", "runMode": "never"}}}
END
    acapctl -q pack "$1" "${@:4}"
}

# No container of an acapctl that has ended is there. Those of scenarios beside this one may be, also of
# builds that they kill, which go within a minute.
no_container_left() {
    local name pid left
    for _ in $(seq 60); do
        left=''
        for name in $(docker ps --all --format '{{.Names}}' --filter name=acapctl-); do
            pid=${name#acapctl-} pid=${pid#files-} pid=${pid%%-*}
            kill -0 "$pid" 2>/dev/null || ! docker inspect "$name" >/dev/null 2>&1 || left=$name
        done
        [ -n "$left" ] || return 0
        sleep 1
    done
    fail "a container is left: $left"
}

# forward_engine ADDRESS-TYPE [OPTIONS]: the engine as on another machine, through socat's listener of
# that type: DOCKER_HOST is its address, $engine the one before. cut_off ends every connection. A
# client that attaches without stdin closes its half at once: -t is how long socat then goes on.
forward_engine() {
    local port
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    engine=${engine-${DOCKER_HOST-unix:///var/run/docker.sock}}
    [ "${engine#unix://}" != "$engine" ] || { echo "skipped: the engine at $engine is no local one"; exit 0; }
    setsid socat -t 600 "$1:$port,bind=127.0.0.1,reuseaddr,fork${2+,$2}" "UNIX-CONNECT:${engine#unix://}" 2>"$work/socat" &
    forwarder=$!
    at_end="kill -- -$forwarder"
    export DOCKER_HOST=tcp://127.0.0.1:$port
    eventually grep ":$(printf %04X "$port") 00000000:0000 0A" /proc/net/tcp
}
cut_off() { kill -- "-$forwarder"; }

# As the portal signs: what stands behind the archive only a device can verify.
add_signature() { head -c 512 /dev/urandom >>"$1"; }

# policy_is VALUE: AllowUnsigned of the device, as a client that is not ours sees it.
policy_is() { ask '/axis-cgi/applications/config.cgi?action=get&name=AllowUnsigned' | grep -cF "value=\"$1\""; }

# at_terminal COMMAND...: in the background, at a terminal of its own, until hang_up takes that away;
# ended_with tells the command's exit code.
at_terminal() {
    rm -f hand ended
    mkfifo hand
    "$repository/tests/scenario/at-terminal" "$@" <hand >ended &
    children+=($!)
    exec 9>hand
}
hang_up() { exec 9>&-; }
ended_with() { [ -s ended ] && [ "$(<ended)" = "$1" ]; }

# What is in a directory, so that a scenario can show that nothing was left behind.
files_in() { find "$1" | sort; }

# start_odd_device MODE [LOCATION]: one that logs in the way tests/scenario/odd-device describes;
# $odd_device is its URL, $work/odd has a line for each request. It ends the one before.
start_odd_device() {
    [ -z "${odd_pid-}" ] || stop_child "$odd_pid"
    rm -f "$work/odd-port"
    "$repository/tests/scenario/odd-device" "$@" >"$work/odd-port" 2>"$work/odd" &
    odd_pid=$!
    children+=("$odd_pid")
    for _ in $(seq 100); do
        [ -s "$work/odd-port" ] && break
        sleep 0.1
    done
    odd_device=http://127.0.0.1:$(<"$work/odd-port")
    export odd_device AXIS_DEVICE_USER=root AXIS_DEVICE_PASS=pass
}
