#!/bin/bash
# What cannot be packed is refused with one message and exit 3, and nothing is written.
. "${0%/*}/lib.sh"

# refused TEXT COMMAND...: spoils a copy of the project by the command, then packs it.
refused() {
    local text=$1
    shift
    rm -rf project && cp -a hello project
    (cd project && "$@")
    files_in project >before
    expect_error 3 "$text" acapctl pack project --arch aarch64
    files_in project | diff before - || fail "packing left files behind"
}

compiled_hello
refused manifest.json rm manifest.json
refused manifest.json sh -c 'echo "{\"schemaVersion\": " >manifest.json'
refused manifest.json sh -c 'echo "[]" >manifest.json'
refused LICENSE rm LICENSE
refused hello rm hello
refused armv7hf sed -i 's/"version"/"architecture": "armv7hf", "version"/' manifest.json
refused appName sed -i 's/"appName": "hello"/"appName": "..\/hello"/' manifest.json
expect_error 3 missing acapctl pack missing
