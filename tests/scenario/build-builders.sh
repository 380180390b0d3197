#!/bin/bash
# What a Dockerfile begins with is pulled before it is built, or BuildKit would keep it to itself and no
# build be up to date. What a builder of buildx apart from the engine makes is loaded into the engine.
. "${0%/*}/lib.sh"

standin=$(docker image ls --format '{{.Repository}}:{{.Tag}}' "${ACAPCTL_SDK_REPOSITORY?}" | grep -m 1 -- -aarch64-)
remote=acapctl-test/remote-$$:1
at_end='docker rmi -f "$remote"'
mkdir bin
cat >bin/docker <<END
#!/bin/sh
# docker with a registry that has \$remote, and without buildx.
for last; do :; done
case "\$1 \$*" in
"pull "*"$remote") exec $(command -v docker) tag $standin "\$last" ;;
"build "*" --load "*) echo "unknown flag: --load" >&2; exit 125 ;;
esac
exec $(command -v docker) "\$@"
END
chmod +x bin/docker
PATH=$PWD/bin:$PATH

acapctl -q new hello >/dev/null
cat >hello/Dockerfile <<END
FROM $remote
COPY . /opt/app
WORKDIR /opt/app
RUN . /opt/axis/acapsdk/environment-setup* && touch /tmp/more && acap-build .
END
build() { acapctl build hello --arch aarch64 --network none "$@"; }
expect_exit 0 build
expect_stderr "pulling $remote"
expect_exit 0 build
expect_stderr "is up to date"
expect_exit 0 build --dry-run
grep -e "--load" "$work/stdout" && fail "the engine's own builder is told to load"

export BUILDX_BUILDER=cluster
expect_error 8 "has no buildx that works" build
expect_stderr "unset BUILDX_BUILDER"
DOCKER_BUILDKIT=0 expect_exit 0 build --dry-run
grep -e "--load" "$work/stdout" && fail "the classic builder is told to load"
unset BUILDX_BUILDER
mkdir config && echo '{"aliases": {"builder": "buildx"}}' >config/config.json
DOCKER_CONFIG=$PWD/config expect_exit 0 build --dry-run
expect_stdout " --load "
