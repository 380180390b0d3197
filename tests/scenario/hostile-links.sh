#!/bin/bash
# What a cloned project points at outside of itself is not read, packed or waited for; neither is what is no file.
. "${0%/*}/lib.sh"

mkdir home-of-me && echo PRIVATE >home-of-me/key
script_app hello 1.0.0 true >/dev/null && rm -r hello/build

# refused TEXT COMMAND...: within ten seconds, telling nothing of the key and packing nothing.
refused() {
    expect_exit 3 timeout 10 "$ACAPCTL" "${@:2}"
    expect_stderr "$1"
    ! grep -q PRIVATE "$work/stdout" "$work/stderr" || fail "the key is shown"
    [ -z "$(find cloned -name '*.eap')" ] || fail "a package is made"
}
with() { rm -rf cloned && cp -a hello cloned && (cd cloned && "$@"); } # with COMMAND...: it is done to a copy

for target in ../home-of-me "$PWD/home-of-me" html/../../home-of-me; do
    with sh -c 'mkdir html && ln -s "$1" assets' sh "$target"
    refused "leads out of" pack cloned -a assets/key
    refused "assets/key" build cloned -a assets/key
    echo 'build.files = ["assets/key"]' >cloned/acapctl.toml
    refused "leads out of" build cloned
    refused "leads out of" build cloned --dry-run
    for name in LICENSE hello manifest.json Dockerfile acapctl.toml; do
        with sh -c 'mkdir html && ln -sf "$2"/key "$1"' sh $name "$target"
        case $name in Dockerfile | acapctl.toml) ;; *) refused "leads out of" pack cloned ;; esac
        refused "cloned/$name leads out of" build cloned --dry-run
        refused "cloned/$name leads out of" build cloned
    done
done
for target in /etc/passwd ../home-of-me/key; do # a link that is named itself
    with ln -s "$target" key
    for options in "pack cloned" "build cloned" "build cloned --dry-run"; do refused "cloned/key leads out of" $options -a key; done
done
with mkfifo pipe && refused "cloned/pipe is neither a file" build cloned -a pipe
for text in '{' "$(printf '[%.0s' $(seq 100000))"; do
    with sh -c 'printf %s "$1" >manifest.json' sh "$text" && refused "cloned/manifest.json:1:" build cloned --dry-run
done
for option in "-m assets/key" "-a assets/key" "-m there"; do # what the Dockerfile tells acap-build
    with ln -s ../home-of-me assets && ln -s ../home-of-me/key cloned/there
    printf 'FROM axisecp/acap-native-sdk:12.11.0-aarch64-ubuntu24.04\nCOPY . /opt/app\nRUN cd /opt/app && acap-build . %s\n' "$option" >cloned/Dockerfile
    refused "leads out of" build cloned --dry-run && refused "leads out of" build cloned
done
with sh -c 'mkdir data && mv LICENSE data && ln -s data/LICENSE LICENSE && ln -s data there && echo m >data/model'
expect_exit 0 acapctl pack cloned -a there/model # links that stay inside are fine
expect_exit 0 acapctl build cloned -a there/model

for name in LICENSE manifest.json acapctl.toml Dockerfile hello; do
    for special in fifo zero socket; do
        case $special in
        fifo) with sh -c 'rm -f "$1" && mkfifo "$1"' sh $name ;;
        zero) with ln -sf /dev/zero $name ;;
        socket) with python3 -c 'import os, socket, sys; n = sys.argv[1]; os.path.exists(n) and os.remove(n); socket.socket(socket.AF_UNIX).bind(n)' $name ;;
        esac
        case $name in Dockerfile | acapctl.toml) ;; *) refused "$name" pack cloned ;; esac
        refused "cloned/$name" build cloned --dry-run
        case $name in manifest.json | acapctl.toml) refused "$name" lint cloned ;; esac
    done
done
mkfifo app.eap && for verb in inspect lint extract; do expect_exit 3 timeout 10 "$ACAPCTL" $verb app.eap; done
expect_exit 0 bash -c '"$0" lint <(cat hello/manifest.json)' "$ACAPCTL" # one that a person means
expect_exit 0 bash -c '"$0" lint /dev/stdin <hello/manifest.json' "$ACAPCTL"
