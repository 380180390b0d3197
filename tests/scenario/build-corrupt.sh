#!/bin/bash
# An SDK image of which a part is missing is told from a project that does not compile.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
image=$(docker image ls --format '{{.Repository}}:{{.Tag}}' "$ACAPCTL_SDK_REPOSITORY" | grep aarch64 | head -n 1)
export ACAPCTL_SDK_REPOSITORY=acapctl-corrupt/sdk
corrupt=$ACAPCTL_SDK_REPOSITORY:${image##*:}
at_end='docker image rm --force "$corrupt"'
without() { printf 'FROM %s\nRUN rm %s\n' "$image" "$1" | docker build -q --network none -t "$corrupt" - >/dev/null; }
without '/opt/axis/acapsdk/environment-setup*'
expect_error 8 "its environment script is missing" acapctl build hello --network none
expect_stderr "docker image rm --force $corrupt"
expect_exit 8 acapctl shell hello --network none -- true
without /opt/axis/acapsdk/sysroots/x86_64-pokysdk-linux/usr/bin/acap-build
expect_error 8 "it has no acap-build" acapctl build hello --network none --transfer copy
[ -z "$(find . -name '*.eap')" ] || fail "a package is left"
no_container_left
