#!/bin/bash
# podman builds the same package as docker, mounted and copied, and leaves nothing of another user's.
. "${0%/*}/lib.sh"
export SOURCE_DATE_EPOCH=1000000000

acapctl -q new hello >/dev/null
expect_exit 0 acapctl build hello --network none --engine docker
gzip -dc hello/build/*.eap | sha256sum >by-docker
image=$(jq -r .image hello/build/.acapctl/aarch64.json)

# Storage of its own, and limits that a machine without CAP_SYS_RESOURCE admits.
printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "%s"\n' "$work/storage" "$work/runroot" >storage.conf
printf '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n[engine]\ncgroup_manager = "cgroupfs"\n' >containers.conf
export CONTAINERS_STORAGE_CONF=$PWD/storage.conf CONTAINERS_CONF=$PWD/containers.conf
# A rootless one has files of other ids, which only podman can remove; root's is a mount point.
at_end='podman unshare rm -rf "$work/storage"; umount "$work/storage/overlay"'
docker save "$image" | podman load --quiet >/dev/null 2>&1 &&
    podman run --rm --network none "$image" true >/dev/null 2>&1 ||
    { echo "skipped: podman is not installed or cannot run a container here"; exit 0; }

for transfer in mount copy; do
    rm -rf hello/build
    expect_exit 0 acapctl build hello --network none --engine podman --transfer $transfer
    gzip -dc hello/build/*.eap | sha256sum | diff by-docker - || fail "podman's package differs ($transfer)"
    [ -z "$(find hello ! -user "$(id -u)")" ] || fail "something belongs to another user"
done
HTTPS_PROXY=http://proxy.example:1 expect_exit 0 acapctl shell hello --engine podman --network none -- env
expect_stdout "HTTPS_PROXY=http://proxy.example:1"
[ -z "$(podman ps --all --quiet)" ] || fail "a container is left"
