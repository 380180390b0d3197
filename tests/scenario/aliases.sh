#!/bin/bash
# What users of cargo, docker, kubectl and adb type works, or is told what it is here.
. "${0%/*}/lib.sh"
start_emulator
policy_url='/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true'
ask "$policy_url" >/dev/null
eap=$(script_app hello 1.0.0 'exec sleep 1000')

expect_exit 0 acapctl install "$eap"
expect_exit 0 acapctl --json ls
expect_json '.devices[0].applications[0].name == "hello"'
expect_exit 0 acapctl -t "$device_http" ps
expect_stdout hello
# A package stands for the application in it.
expect_exit 0 acapctl start "$eap"
expect_stdout Running
expect_exit 0 acapctl wait --for running "$eap"
expect_exit 0 acapctl logs "$eap"
expect_exit 0 acapctl rm "$eap"
expect_exit 0 acapctl ls
expect_no_stdout
expect_exit 3 acapctl stop gone.eap

expect_exit 0 acapctl device add door "$device_http"
expect_exit 0 acapctl device ls
expect_stdout door
expect_error 2 "-t door" acapctl deploy "$eap" door
expect_error 2 "-t 192.0.2.9" acapctl deploy "$eap" 192.0.2.9
expect_exit 2 acapctl list -t doop
expect_stderr "Did you mean 'door'?"
expect_exit 0 acapctl device rm door

while IFS='|' read -r words hint; do
    read -ra words <<<"$words"
    expect_exit 2 acapctl "${words[@]}"
    expect_stderr "$hint"
done <<'END'
init|'acapctl new DIR'
uninstall hello|'acapctl remove APP'
login|'acapctl device add'
info|'acapctl inspect EAP'
test|'acapctl lint'
list -t a b|-t a -t b
list -- --json|unexpected argument '--json'
buidl --help|Did you mean 'build'?
END

for words in 'list --password' '-t door --password' 'deploy -p'; do
    read -ra words <<<"$words"
    expect_error 2 "${words[-1]}" acapctl "${words[@]}" hunter2
    expect_stderr --password-stdin
    expect_stderr_not hunter2
done
