#!/bin/bash
# Values of a cloned project that would become a path, an image or an option are refused by every verb, before the
# engine is asked for anything and before anything is made or removed.
. "${0%/*}/lib.sh"

mkdir bin victim && echo precious >victim/file && acapctl -q new hello >/dev/null
printf '#!/bin/sh\necho "$@" >>%q\n' "$work/asked" >bin/docker && chmod +x bin/docker && export PATH=$PWD/bin:$PATH

refused() { # refused TEXT [OPTIONS...]: by build with each of these options, with all as it was
    files_in . >"$work/before"
    for options in "${@:2}" --dry-run "--engine docker"; do expect_exit 3 acapctl build cloned $options && expect_stderr "$1"; done
    files_in . | diff "$work/before" - || fail "something was made or removed"
    [ "$(cat victim/file)" = precious ] && [ ! -e "$work/asked" ] || fail "the engine was asked"
}
with() { rm -rf cloned && cp -a hello cloned && "$@"; } # with COMMAND...: it is done to a copy of the project

manifest() { jq --arg v "$2" ".acapPackageConf.setup.$1 = \$v" hello/manifest.json >cloned/manifest.json; }
for value in ../../../victim "$PWD/victim" x/../../../../victim mips --privileged; do
    with manifest architecture "$value" && refused "is no architecture" "--engine host" "--rebuild --engine host" --all "--arch aarch64"
done
expect_exit 3 acapctl shell cloned --engine host -- true
expect_exit 3 acapctl pack cloned --arch aarch64 --disable-manifest-validation
with manifest appName ../../victim && refused "cannot be the name of a program"
with manifest architecture @ARCH@ && expect_exit 0 acapctl build cloned --all --dry-run --json && expect_json '[.plans[].architecture] == ["aarch64", "armv7hf"]'
for value in @ARCH@ BUILDARCH ''; do
    with manifest architecture "$value" && expect_exit 0 acapctl build cloned --arch aarch64 --engine host
    expect_exit 0 acapctl inspect --field package.architecture "$(<"$work/stdout")" && expect_stdout aarch64
done

settings() { echo "$1" >cloned/acapctl.toml; }
for value in host container:prod '' 'bridge --privileged'; do with settings "build.network = '$value'" && refused 'only say "none"'; done
with settings 'build.engine = "host"' && refused "cannot move its build out of the container"
expect_exit 3 acapctl shell cloned -- true
for value in --help ../../etc '/opt/$(id)' '/opt/--to-command=touch x;'; do with settings "build.result = '$value'" && refused "not a directory of the image"; done
for value in ../victim/file "$PWD/victim/file" -T/etc/passwd; do with settings "build.files = ['$value']" && refused "not a path below the project"; done
with settings 'variants.x.architecture = "../../../victim"' && refused "variants.x.architecture"
with settings "$(printf 'a.%.0s' $(seq 50000))a = 1" && refused "nested deeper than 64 levels"

# An image that is none, or files of outside: then the builder reads the Dockerfile itself, in its container.
dockerfile() { printf 'FROM %s\nCOPY . /opt/app\nRUN cd /opt/app && . /opt/axis/acapsdk/environment-setup* && acap-build . %s\n' "$@" >cloned/Dockerfile; }
for image in "--cidfile=$PWD/written:9-aarch64-ubuntu24.04" -v=/:/h:9-aarch64-ubuntu24.04; do
    with dockerfile "$image" "" && run acapctl build cloned --arch aarch64 --dry-run && ! grep -e "$image" "$work/stdout" || fail "it is an argument"
done
with dockerfile axisecp/acap-native-sdk:12.11.0-aarch64-ubuntu24.04 "-m $PWD/victim/file" && run acapctl build cloned --arch aarch64 --dry-run
! grep victim/file "$work/stdout" && grep -q 'docker build' "$work/stdout" || fail "a file of outside is copied"
expect_exit 2 env ACAPCTL_SDK_REPOSITORY=--privileged "$ACAPCTL" build hello --arch aarch64 --dry-run
