#!/bin/bash
# --dry-run prints the commands of a build and runs none; pasted into a shell, they make the package.
. "${0%/*}/lib.sh"

newest=$(newest_sdk)
acapctl -q new plain >/dev/null
acapctl -q new own >/dev/null
cat >own/Dockerfile <<END
ARG ARCH
FROM ${ACAPCTL_SDK_REPOSITORY-axisecp/acap-native-sdk}:$newest-\${ARCH}-ubuntu24.04
COPY . /opt/app
RUN cd /opt/app && . /opt/axis/acapsdk/environment-setup* && acap-build . && echo more
END
files_in . >before
for project in plain own; do
    expect_exit 0 env DOCKER_HOST=unix:///nowhere "$ACAPCTL" build $project --dry-run --network none
    cp "$work/stdout" $project.commands
done
files_in . | grep -v commands | diff before - || fail "something was made"
expect_exit 0 acapctl build own --dry-run --json
expect_json '.kind == "acapctl.build-plan/v1" and .plans[0].kind == "dockerfile"
    and .plans[0].arguments == {"ARCH": "aarch64"}
    and [.plans[0].steps[].purpose] == ["mirror", "image", "create", "fetch", "remove"]'

PATH=$(dirname "$ACAPCTL"):$PATH
export SOURCE_DATE_EPOCH=1767225600
for project in plain own; do
    expect_exit 0 bash -e $project.commands
    name=$(grep -o 'acapctl-[0-9]*-[0-9a-f]*-aarch64' $project.commands | head -n 1)
    [ -z "$(docker ps --all --quiet --filter "name=$name")" ] || fail "a container is left"
done
expect_exit 0 acapctl inspect --field package.appName plain/build/Plain_1_0_0_aarch64.eap
expect_exit 0 acapctl inspect --field package.appName own/build/.acapctl/aarch64.fetched/Own_1_0_0_aarch64.eap
expect_stdout own
# What is shown is what runs: the same package comes of it, to the byte.
cp plain/build/Plain_1_0_0_aarch64.eap shown.eap
cp own/build/.acapctl/aarch64.fetched/Own_1_0_0_aarch64.eap shown-own.eap
rm -rf plain/build own/build
for project in plain own; do expect_exit 0 acapctl build $project --network none; done
cmp shown.eap plain/build/Plain_1_0_0_aarch64.eap
cmp shown-own.eap own/build/Own_1_0_0_aarch64.eap
