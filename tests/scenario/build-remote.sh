#!/bin/bash
# An engine that does not see the files of this machine builds the same package as one that mounts
# them, and as this machine's own compiler with the same flags; a second build is incremental.
. "${0%/*}/lib.sh"
export SOURCE_DATE_EPOCH=1000000000

# COMMAND in a mount namespace where "unseen" holds what only this side sees.
unseen() {
    local new=(unshare --mount)
    [ "$(id -u)" = 0 ] || new=(unshare --map-root-user --mount)
    "${new[@]}" bash -c 'mount -t tmpfs tmpfs unseen && cp -r hello unseen/hello && "$@" &&
        cp unseen/hello/build/*.eap .' - "$@"
}
tar_of() { gzip -dc "$1" | sha256sum; }

acapctl -q new hello >/dev/null
mkdir unseen
printf 'hello: hello.c\n\t$(CC) -O2 -s -o $@ $<\n' >hello/Makefile
expect_exit 0 acapctl build hello --network none --transfer mount
tar_of hello/build/*.eap >mounted
rm -rf hello/build
expect_exit 0 acapctl build hello --network none --transfer copy
tar_of hello/build/*.eap | diff mounted - || fail "the copied build differs"
echo note >hello/note.txt
expect_exit 0 acapctl build hello --network none --transfer copy
expect_stderr "make: 'hello' is up to date"
sed -i 's/Hello from/Greetings from/' hello/hello.c
expect_exit 0 acapctl build hello --network none --transfer copy
expect_stderr "-gcc"
sed -i 's/Greetings from/Hello from/' hello/hello.c
jq -e '.plan.transfer == "copy"' hello/build/.acapctl/aarch64.json >/dev/null || fail "not recorded"
rm -rf hello/build
expect_exit 0 acapctl build hello --engine host
tar_of hello/build/*.eap | diff mounted - || fail "the host's build differs"
rm -rf hello/build

# Nothing at its place on the engine's side, and an empty directory.
for directory in '' unseen/hello/build/.acapctl/aarch64; do
    [ -z "$directory" ] || mkdir -p "$directory"
    expect_exit 0 unseen "$ACAPCTL" build unseen/hello --network none
    expect_stderr "does not see the files of this machine: they are copied"
    tar_of Hello_1_0_0_aarch64.eap | diff mounted - || fail "the package of the unseen tree differs"
done
expect_exit 8 unseen "$ACAPCTL" build unseen/hello --network none --transfer mount
expect_stderr "--transfer copy"
no_container_left

# What is remote is told from the address alone, or from the context in use.
expect_exit 0 env DOCKER_HOST=ssh://builder "$ACAPCTL" build hello --dry-run
expect_stdout "docker cp -"
unset DOCKER_HOST
docker context create far --docker host=tcp://192.0.2.1:2376 >/dev/null
expect_exit 0 acapctl build hello --engine docker --dry-run
expect_stdout "docker run --rm --mount"
docker context use far >/dev/null 2>&1
expect_exit 0 acapctl build hello --engine docker --dry-run
expect_stdout "docker start --attach"
