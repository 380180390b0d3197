#!/bin/bash
# A project whose Dockerfile does more than run acap-build is built by it: only declared arguments are
# passed, only the package is taken out, an old package in the sources is not taken for the new one,
# and neither a container nor a change of the sources is left behind.
. "${0%/*}/lib.sh"

example_project AS tools
cat >>example/Dockerfile <<END
LABEL scenario=$work
RUN echo "a tool" >/tool
FROM tools AS app
ARG GREETING
COPY ./app /opt/app/
WORKDIR /opt/app
RUN test -f /tool && sed -i "s/Hello from/\$GREETING from/" hello.c && \\
    . /opt/axis/acapsdk/environment-setup* && acap-build .
FROM scratch AS last
LABEL scenario=$work
COPY --from=app /opt/app /opt/app
FROM scratch AS flat
LABEL scenario=$work
COPY --from=app /opt/app/*.eap /
END
echo old >example/app/Hello_1_0_0_aarch64.eap
echo old >example/app/Old_0_9_0_aarch64.eap
files_in example >before
no_container() { [ -z "$(docker ps --all --quiet --filter "label=scenario=$work")" ]; }

for stage in app last flat; do
    expect_exit 0 acapctl build example --stage $stage --network none --build-arg GREETING=Moin -o out --json
    expect_json '.packages | length == 1 and .[0].path == "out/Hello_1_0_0_aarch64.eap"'
    expect_exit 0 acapctl extract out/Hello_1_0_0_aarch64.eap -C unpacked
    grep -q 'Moin from' unpacked/hello || fail "another program was packed"
    rm -r unpacked
done
no_container || fail "a container is left"
files_in example | grep -v '^example/build' | diff before - || fail "the sources were dirtied"
[ "$(ls out)" = $'Hello_1_0_0_LICENSE.txt\nHello_1_0_0_aarch64.eap' ] || fail "more than the package was taken out"
# Names are not the image's choice.
printf 'FROM app AS odd\nRUN cd /opt/app && mv *.eap trusted_2_0_0_aarch64.eap && echo theirs >My_LICENSE.txt\n' >>example/Dockerfile
echo mine >out/My_LICENSE.txt && echo mine >out/trusted_2_0_0_aarch64.eap
expect_exit 0 acapctl build example --stage odd --network none --build-arg GREETING=Moin -o out
expect_stdout out/Hello_1_0_0_aarch64.eap
[ "$(cat out/My_LICENSE.txt out/trusted_2_0_0_aarch64.eap)" = $'mine\nmine' ] || fail "the image chose which files are replaced"
sed -i '/^FROM app AS odd/,$d' example/Dockerfile
expect_exit 0 acapctl build example --arch armv7hf --network none -o out --stage app
expect_exit 0 acapctl inspect --field package.architecture out/Hello_1_0_0_armv7hf.eap
expect_exit 0 acapctl build example --dry-run --build-arg GREETNG=x
expect_stdout "declares no argument 'GREETNG', so it is not used: Did you mean 'GREETING'?"
expect_error 2 "no stage 'ap'" acapctl build example --stage ap
expect_error 7 "no package in /opt/app" acapctl build example --stage tools --network none
# Another version than the manifest's is told, each time, to scripts too.
sed -i 's/^RUN test -f/RUN sed -i s,1.0.0,1.0.1, manifest.json \&\& test -f/' example/Dockerfile
for _ in built again; do
    expect_exit 0 acapctl build example --stage app --network none --json
    expect_json '.packages[0].warnings | length == 1 and (.[0] | contains("has version 1.0.1 and example/app/manifest.json says 1.0.0"))'
done
expect_stderr "up to date"
sed -i 's/acap-build \./false/' example/Dockerfile
expect_error 7 "could not be built" acapctl build example --network none -o out
[ ! -e example/build/.acapctl/aarch64.json ] || fail "a failed build has a record"

sed -i 's/ && false/ \&\& echo waiting \&\& sleep 60/' example/Dockerfile
"$ACAPCTL" build example --network none >/dev/null 2>log &
eventually grep -q '^waiting' log
kill -INT $!
status=0 && wait $! || status=$?
[ $status = 130 ] || fail "exit $status after Ctrl-C"
eventually no_container
