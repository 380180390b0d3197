#!/bin/bash
# Projects laid out as Axis' examples are: everything in app/ beside a Dockerfile; a script for every
# architecture that has no Makefile.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
mkdir example && mv hello example/app
echo 'FROM example.com/not-used' >example/Dockerfile
expect_exit 0 acapctl build example --arch armv7hf --network none
expect_stderr "Dockerfile is not used"
expect_exit 0 acapctl inspect --field package.architecture example/build/*.eap
expect_stdout armv7hf

mkdir script
sed 's/"runMode"/"architecture": "all", "runMode"/; s/"hello"/"greeter"/' \
    example/app/manifest.json >script/manifest.json
printf '#!/bin/sh\nlogger -t greeter "a script says hello"\n' >script/greeter
chmod +x script/greeter
echo free >script/LICENSE
expect_exit 0 env PATH=/nowhere "$ACAPCTL" build script
expect_stdout _all.eap
