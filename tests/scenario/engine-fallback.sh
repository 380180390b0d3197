#!/bin/bash
# Where docker is installed but does not answer, podman builds, and that is said: images of the one
# are not images of the other. The engines here are stand-ins.
. "${0%/*}/lib.sh"

mkdir "$work/bin"
printf '#!/bin/sh\necho no route to it >&2\nexit 1\n' >"$work/bin/docker"
cat >"$work/bin/podman" <<'END'
#!/bin/bash
case $1 in
info) ;;
image) echo '[{"Id": "1", "Config": {}}]' ;;
create) ;;
cp) exit 1 ;; # an image without manifest schemas
rm) ;;
run) while [ "$1" != --mount ]; do shift; done
    tree=${2#*source=}
    make -C "${tree%%,*}" CC=aarch64-linux-gnu-gcc ;;
*) exit 2 ;;
esac
END
chmod +x "$work/bin/docker" "$work/bin/podman"
export PATH=$work/bin:$PATH
acapctl -q new hello >/dev/null
expect_exit 0 acapctl build hello
expect_stderr 'docker is installed but does not answer (no route to it): building with podman'
jq -e '.engine == "podman"' hello/build/.acapctl/aarch64.json >/dev/null || fail "podman is not recorded"
expect_error 8 'docker is installed but does not answer (no route to it)' acapctl build hello --engine docker
