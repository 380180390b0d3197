#!/bin/bash
# The same build is not sent twice; the build before can be put back, by hand or when the new one
# does not live. The files of the application survive all of it.
. "${0%/*}/lib.sh"

app() { cp "$(script_app again "$2" "$3")" "$1"; } # app FILE VERSION COMMANDS
deploy() { expect_exit "$1" acapctl deploy "${@:3}" --allow-unsigned --json; expect_json ".devices[0].outcome == \"$2\""; }
app one.eap 1.0.0 'echo one >>localdata/trace; exec sleep 100'
app two.eap 1.1.0 'echo two >>localdata/trace; exec sleep 100'
app other.eap 1.1.0 'echo other >>localdata/trace; exec sleep 100'
app bad.eap 1.2.0 'exec /no/such/program'
start_emulator

deploy 0 installed one.eap --start
deploy 0 unchanged one.eap --start
expect_json '.devices[0] | .deployedAt != null and .status == "Running"'
expect_stderr "--reinstall sends it again"
deploy 0 reinstalled one.eap --reinstall
deploy 0 upgraded two.eap --start
deploy 0 reinstalled other.eap --start
deploy 12 rolled-back bad.eap --start --rollback-on-failure
expect_json '.devices[0] | .version == "1.1.0" and .status == "Running" and .cause.id == "missing-interpreter"'
deploy 0 would-be-rolled-back --rollback again --dry-run
deploy 0 rolled-back --rollback again
expect_json '.devices[0].version == "1.1.0"'
deploy 0 rolled-back --rollback again --start
expect_json '.devices[0] | .version == "1.0.0" and .previousVersion == "1.1.0" and .status == "Running"'
expect_error 3 "no earlier package" acapctl deploy --rollback again
expect_error 2 "one application" acapctl deploy --rollback one.eap
[ "$(sort -u "$(find "$work/device" -name trace)")" = "$(printf 'one\nother\ntwo')" ] || fail "localdata did not survive"
rm -r "$HOME/.cache/acapctl/deployed"
deploy 0 reinstalled one.eap

# Of a project the package that was built is meant, not what a pull has put there since.
rm -r again/build && expect_exit 0 acapctl build again && deploy 0 upgraded again
expect_json '.devices[0].sourcesChanged == false'
echo '# edited' >>again/again # and not built
deploy 0 unchanged again
expect_json '.devices[0].sourcesChanged'
expect_stderr "the sources changed since again_1_2_0_all.eap was built (again); 'acapctl build again' builds it"
acapctl -q new both && expect_exit 0 acapctl build both --engine host --all
echo '// edited' >>both/both.c && expect_exit 0 acapctl build both --engine host --arch aarch64
deploy 0 installed both # the other package is older than its sources, and of no use here
expect_stderr_not "the sources changed"
cp again/build/again_*_all.eap built && cp one.eap again/build/again_*_all.eap # a version of before
expect_error 3 "is not what was built here" acapctl deploy again --allow-unsigned
ln -sf ../../built "$(echo again/build/again_*_all.eap)"
expect_error 3 "is not what was built here" acapctl deploy again --allow-unsigned
expect_exit 0 acapctl deploy built --allow-unsigned
