#!/bin/bash
# Projects laid out as Axis' examples are, everything in app/ beside a Dockerfile: one that only runs
# acap-build is built without it, and makes the same files; scripts need no engine at all.
. "${0%/*}/lib.sh"

example_project
mkdir example/app/label
echo person >example/app/label/labels.txt
cat >>example/Dockerfile <<END
COPY ./app /opt/app/
WORKDIR /opt/app
RUN . /opt/axis/acapsdk/environment-setup* && acap-build ./ -a label/labels.txt
END
for arch in aarch64 armv7hf; do
    expect_exit 0 acapctl build example --arch $arch --network none -o plain
    expect_exit 0 acapctl build example --arch $arch --network none -o image --dockerfile
    expect_stdout image/Hello_1_0_0_$arch.eap
    expect_exit 0 acapctl inspect --field package.architecture image/Hello_1_0_0_$arch.eap
    expect_stdout $arch
    members() { acapctl inspect "$1" --json | jq -r '.files[].path'; }
    diff <(members plain/Hello_1_0_0_$arch.eap) <(members image/Hello_1_0_0_$arch.eap) ||
        fail "the two ways do not pack the same files"
done

mkdir script
sed 's/"runMode"/"architecture": "all", "runMode"/; s/"hello"/"greeter"/' \
    example/app/manifest.json >script/manifest.json
printf '#!/bin/sh\nlogger -t greeter "a script says hello"\n' >script/greeter
chmod +x script/greeter
echo free >script/LICENSE
expect_exit 0 env PATH=/nowhere "$ACAPCTL" build script
expect_stdout _all.eap
