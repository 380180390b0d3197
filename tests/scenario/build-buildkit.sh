#!/bin/bash
# BuildKit builds a Dockerfile that the classic builder cannot: what its commands say is read as they
# said it, failures and Ctrl-C end as they do with the other builder, and a second build does nothing.
. "${0%/*}/lib.sh"

# The distribution's client has BuildKit, or its plugin. "tty" is what buildx refuses without a terminal.
export DOCKER_BUILDKIT=1 BUILDKIT_PROGRESS=tty PATH=/usr/bin:$PATH
sdk=${ACAPCTL_SDK_REPOSITORY?} && unset ACAPCTL_SDK_REPOSITORY
newest=$(docker image ls --format '{{.Tag}}' "$sdk" | sed -n 's/-aarch64-.*//p' | sort -V | tail -n 1)
at_end='docker image rm $(docker image ls --quiet --filter "label=scenario=$work")'
acapctl -q new hello >/dev/null
echo "$work" >hello/note.txt # nothing of an earlier run is in the cache
dockerfile() { # FROM-IMAGE COMMANDS
    cat >hello/Dockerfile <<END
ARG ARCH
FROM $1 AS app
COPY . /opt/app
WORKDIR /opt/app
RUN --mount=type=cache,target=/cache --mount=from=$sdk:$newest-aarch64-ubuntu24.04,target=/other \\
    touch /cache/\$ARCH && test -d /other/opt/axis && $2
FROM scratch
LABEL scenario=$work
COPY --from=app /opt/app/*.eap /opt/app/
END
}
from=$sdk:$newest-'${ARCH}'-ubuntu24.04
packs='. /opt/axis/acapsdk/environment-setup* && acap-build .'
build() { acapctl build hello --network none "$@"; }

dockerfile "$from" "$packs"
expect_exit 0 build --all
printf 'hello/build/Hello_1_0_0_%s.eap\n' aarch64 armv7hf | diff - "$work/stdout" || fail "not both packages"
grep -q '^armv7hf | arm-linux-gnueabihf-gcc' "$work/stderr" || fail "not what the compiler said"
grep -qE '^$|#[0-9]+ ([0-9.]+ |sha256:[0-9a-f]+$)' "$work/stderr" && { show_last; fail "BuildKit's own lines"; }
expect_exit 0 build --all
[ "$(grep -c 'is up to date' "$work/stderr")" = 2 ] || fail "something was built again"

sed -i 's/^int main(.*/& no/' hello/hello.c
expect_error 7 "could not be built" build --arch aarch64
grep -q '^hello.c:[0-9]*:[0-9]*: error' "$work/stderr" || fail "an editor does not find the error"
grep -q '^hello.c:[0-9]*:[0-9]*: error' hello/build/.acapctl/aarch64.log || fail "it is not in the log"

dockerfile "$from" "echo waiting && sleep 60.$$"
"$ACAPCTL" build hello --network none --arch aarch64 >/dev/null 2>log &
eventually grep -q '^waiting' log
kill -INT $!
status=0 && wait $! || status=$?
[ $status = 130 ] || fail "exit $status after Ctrl-C"
ended() { ! pgrep -f "sleep 60.$$"; }
eventually ended

dockerfile 127.0.0.1:1/nowhere "$packs"
expect_error 8 "the image 127.0.0.1:1/nowhere" build --arch aarch64
sed -i '1i # syntax=127.0.0.1:1/frontend' hello/Dockerfile
expect_error 8 "the image 127.0.0.1:1/frontend" build --arch aarch64
expect_stderr "leave out '# syntax='"
