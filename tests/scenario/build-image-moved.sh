#!/bin/bash
# An image that another one replaced under its name makes a build stale: the SDK's, and each that a
# Dockerfile takes something from. Warnings of the last build are said again.
. "${0%/*}/lib.sh"

tag=12.11.1-aarch64-ubuntu24.04
moving=acapctl-test/moving-$$
docker tag "${ACAPCTL_SDK_REPOSITORY?}:$tag" "$moving:$tag"
at_end='docker rmi -f "$moving:$tag"'
move() { # the same files with another label
    local container
    container=$(docker create "$moving:$tag" true)
    docker commit --change "LABEL moved=$1" "$container" "$moving:$tag" >/dev/null
    docker rm "$container" >/dev/null
}
export ACAPCTL_SDK_REPOSITORY=$moving
acapctl -q new hello >/dev/null
printf '#!/bin/sh\r\n' >hello/run.sh
build() { expect_exit 0 acapctl build hello --arch aarch64 --network none -a run.sh; }
build && build
expect_stderr "is up to date"
expect_stderr "line ends"
move once
build && expect_stderr "compiling hello"

cat >hello/Dockerfile <<END
FROM $moving:$tag
COPY . /opt/app
RUN . /opt/axis/acapsdk/environment-setup* && touch /tmp/more && acap-build .
END
build && expect_stderr "building Dockerfile"
build && expect_stderr "is up to date"
move twice
build && expect_stderr "building Dockerfile"
sed -i '1a ADD http://127.0.0.1:1/x /x' hello/Dockerfile # nobody knows what that fetches
expect_exit 7 acapctl build hello --arch aarch64 --network none
