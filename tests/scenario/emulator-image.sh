#!/bin/bash
# The container image of the emulator, as a service of a CI job: it becomes healthy, other programs reach it under its
# name, an application is installed and runs, and a stop ends it at once.
. "${0%/*}/lib.sh"

tag=acapctl-test/emulator:$$
name=acapctl-test-emulator-$$
at_end="docker rm -f $name; docker rmi $tag"
expect_exit 0 "$repository/packaging/emulator-image" "${ACAPCTL%/*}" "$tag"
expect_stdout "$tag"
expect_exit 2 "$repository/packaging/emulator-image" /nonexistent
expect_stderr 'no acapctl in /nonexistent'

# What a sandbox needs of an engine; without, programs are installed but not started.
docker run --detach --name "$name" --network none --cap-add SYS_ADMIN --security-opt seccomp=unconfined \
    --env ACAPCTL_EMULATOR_PASSWORD=pass "$tag" --host camera --profile artpec8 >/dev/null
healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$name")" = healthy ]; }
eventually healthy
inside() { docker exec --env AXIS_DEVICE_PASS=pass "$name" "$@"; }
inside acapctl list -t http://127.0.0.1:8080 --json | jq -e '.devices[0].ok' >/dev/null || fail "no device answers"
[ "$(inside curl -s -o /dev/null -w '%{http_code}' -H 'Host: camera:8080' http://127.0.0.1:8080/emulator)" = 200 ] || fail "not under its name"

package=$(script_app demo 1.0.0 'echo it runs; sleep 100')
docker cp "$package" "$name:/demo.eap" >/dev/null
inside acapctl deploy /demo.eap -t http://127.0.0.1:8080 --start --allow-unsigned --json |
    jq -e '.devices[0].outcome == "installed"' >/dev/null || { docker logs "$name" >&2; fail "not installed"; }
eventually sh -c "docker exec --env AXIS_DEVICE_PASS=pass '$name' acapctl logs demo -t http://127.0.0.1:8080 | grep -F 'it runs'"
docker stop --time 20 "$name" >/dev/null
[ "$(docker inspect --format '{{.State.ExitCode}}' "$name")" = 0 ] || fail "it did not end by itself"
