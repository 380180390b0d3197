#!/bin/bash
# compat and inspect say where a package runs, because of which file, and exit 9 where it cannot.
. "${0%/*}/lib.sh"

# A program and a library that wants LIBLAROD_3.0.0 of a library that only the device has.
mkdir -p app/lib device
cat >larod.c <<'END'
int newest(void) { return 3; }
__asm__(".symver newest,larodConnect@@LIBLAROD_3.0.0");
END
echo 'LIBLAROD_3.0.0 { global: larodConnect; local: *; };' >larod.map
aarch64-linux-gnu-gcc -shared -fPIC larod.c -o device/liblarod.so.1 -Wl,-soname,liblarod.so.1 \
    -Wl,--version-script,larod.map
echo 'int larodConnect(void); int help(void) { return larodConnect(); }' |
    aarch64-linux-gnu-gcc -shared -fPIC -x c - -o app/lib/libhelp.so.1 -Wl,-soname,libhelp.so.1 \
        -x none device/liblarod.so.1
# shellcheck disable=SC2016 # the loader expands $ORIGIN
echo 'int help(void); int main(void) { return help(); }' |
    aarch64-linux-gnu-gcc -x c - -o app/hello -Wl,-rpath,'$ORIGIN/lib' -Wl,-rpath-link,device \
        -x none app/lib/libhelp.so.1
manifest() {
    printf '{"schemaVersion": "%s", "acapPackageConf": {"setup": {"appName": "hello",
        "vendor": "V", "version": "1.0.0", "runMode": "never", "architecture": "%s"%s}}}' \
        "$1" "${2-aarch64}" "${3-}" >app/manifest.json
    tar -C app -czf hello.eap hello lib manifest.json
}

manifest 1.7.1
expect_exit 0 acapctl inspect hello.eap --json
expect_json '[.elf[].path] == ["hello", "lib/libhelp.so.1"]'
expect_json '.elf[0] | .machine == "aarch64" and (.needed | contains(["libhelp.so.1", "libc.so.6"]))'
expect_json '.elf[0].libraries[] | select(.name == "libhelp.so.1") | .provider == "lib/libhelp.so.1"'
expect_json '.elf[1].versions | contains(["LIBLAROD_3.0.0"])'
expect_json '.requires | .architecture == "aarch64" and .axisOs == [{"min": "12.0", "max": "12"}]'
expect_exit 0 acapctl inspect hello.eap
expect_stdout 'aarch64: ARTPEC-8, ARTPEC-9, CV25, CV75'
expect_exit 0 acapctl inspect hello.eap --field requires.axisOs.0.min
[ "$(cat "$work/stdout")" = 12.0 ] || fail "the floor is $(cat "$work/stdout")"

expect_exit 0 acapctl compat hello.eap
expect_stdout 'is built for aarch64, ARTPEC-7 is armv7hf'
expect_exit 0 acapctl compat hello.eap --chip artpec8 --axis-os 12.4
expect_exit 0 acapctl compat hello.eap --chip 'Axis Artpec-8' --axis-os 12.4
expect_exit 9 acapctl compat hello.eap --axis-os 11.10
expect_stdout 'needs manifest schema 1.7.1 (manifest.json: schemaVersion)'
expect_exit 9 acapctl compat hello.eap --chip artpec7 --json
expect_json '.kind == "acapctl.compat/v1" and all(.combinations[]; .verdict == "no")'
expect_error 2 'artpec88' acapctl compat hello.eap --chip artpec88
expect_error 2 'AXIS OS' acapctl compat hello.eap --axis-os twelve
expect_error 3 'missing.eap' acapctl compat missing.eap

# Two tracks; a floor from a symbol version; root.
manifest 2.0.0 aarch64 ', "vendorId": "0123456789", "compatibleOsVersions": [{"min": "11.11", "max": "14"}]'
expect_exit 0 acapctl inspect hello.eap --json
expect_json '.requires.axisOs == [{"min": "11.11.205", "max": "11.11"}, {"min": "12.10", "max": "14"}]'
expect_exit 0 acapctl compat hello.eap --chip artpec8 --axis-os 11.11.248
expect_exit 9 acapctl compat hello.eap --chip artpec8 --axis-os 12.9
expect_exit 0 acapctl compat hello.eap --chip artpec8 --axis-os 13
expect_stderr 'ready once signed for AXIS OS 13:'
manifest 2.0.0 # without what schema 2 demands
expect_exit 9 acapctl compat hello.eap --chip artpec8 --axis-os 13
expect_stdout 'needs a manifest that its schema takes (manifest.json: $.acapPackageConf.setup: '
manifest 1.0
expect_exit 9 acapctl compat hello.eap --chip artpec8 --axis-os 10.5.2
manifest 1.7.0 aarch64 ', "user": {"username": "root", "group": "root"}'
expect_exit 9 acapctl compat hello.eap --chip artpec8 --axis-os 12.0
manifest 1.7.1 armv7hf
expect_exit 9 acapctl compat hello.eap --chip artpec7 --axis-os 12.0
expect_stdout 'aarch64, but the package says armv7hf (hello)'

# A project: its manifest before it is compiled, what is compiled, then the packages of the last build.
rm -rf app
acapctl -q new app >/dev/null
expect_exit 0 acapctl compat app --chip artpec7 --axis-os 11.11
expect_stderr 'has built no package of app'
jq '.schemaVersion = "1.7.1"' app/manifest.json >manifest && mv manifest app/manifest.json
expect_exit 9 acapctl compat app --axis-os 11.10
make -s -C app CC=aarch64-linux-gnu-gcc
expect_exit 9 acapctl compat app --chip artpec7
expect_stdout 'is built for aarch64, ARTPEC-7 is armv7hf'
make -s -C app clean
expect_exit 0 acapctl build app --all --engine host
expect_exit 0 acapctl compat app --axis-os 12.4 --json
expect_json '[.packages[].requires.architecture] == ["aarch64", "armv7hf"] and .requires == null'
expect_json '.combinations[] | select(.chip == "artpec7") | .package | endswith("_armv7hf.eap")'
expect_json '.combinations[] | select(.chip == "artpec8") | .package | endswith("_aarch64.eap")'
echo '{' >app/manifest.json && rm -r app/build
expect_error 3 'app/manifest.json:' acapctl compat app
mkdir nothing
expect_error 3 'no manifest.json in nothing' acapctl compat nothing

# The probe that comes with acapctl: of schema 1 it is refused by AXIS OS 13, of schema 2 ready once it is signed.
ready=()
mapfile -t probes < <(find "${ACAPCTL%/*}/../share/acapctl/probe" -name '*.eap')
[ ${#probes[@]} = 6 ] || fail "this acapctl has ${#probes[@]} probes"
for probe in "${probes[@]}"; do
    expect_exit 0 acapctl inspect "$probe" --json
    IFS=$'\t' read -r schema arch < <(jq -r '.package | [.schemaVersion, .architecture] | @tsv' "$work/stdout")
    [ "$arch" = armv7hf ] && chip=artpec7 || chip=artpec8
    case $schema in
    2.*)
        expect_exit 0 acapctl compat "$probe" --axis-os 13 --chip $chip --json
        expect_json '.combinations[0].readiness == "once-signed"'
        ready+=("$arch")
        ;;
    *)
        expect_exit 9 acapctl compat "$probe" --axis-os 13 --chip $chip
        expect_stdout "needs manifest schema $schema"
        ;;
    esac
done
[ "$(printf '%s\n' "${ready[@]}" | sort -u | xargs)" = "aarch64 all armv7hf" ] || fail "ready for AXIS OS 13: ${ready[*]}"
