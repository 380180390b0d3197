#!/bin/bash
# sdk scan measures symbol versions from a directory and out of an image, and --save makes the
# other verbs know them. The engine here is a stand-in that keeps containers as directories.
. "${0%/*}/lib.sh"

image=$work/image/opt/axis/acapsdk/sysroots/aarch64
mkdir -p "$image/usr/lib" "$work/bin" "$work/containers"
echo 'int f(void) { return 1; }' | aarch64-linux-gnu-gcc -x c - -shared -fPIC -o \
    "$image/usr/lib/libnew.so.1.0" -Wl,-soname,libnew.so.1 -Wl,--version-script,<(
    echo 'NEW_1.0 { global: f; local: *; }; NEW_1.2 { } NEW_1.0;')
ln -s libnew.so.1.0 "$image/usr/lib/libnew.so.1"
ln -s usr/lib "$image/lib"
echo 'no ELF file' >"$image/usr/lib/libtext.so"
cat >"$work/bin/docker" <<END
#!/bin/bash
containers=$work/containers
echo "\$*" >>"$work/docker.log"
case \$1 in
version) ;;
create) [[ \$* == *example/sdk:* ]] || { echo "no such image" >&2; exit 125; }
    cp -a "$work/image" "\$containers/\$3" ;;
image) echo '[{"Id": "sha256:1", "Config": {"Env": ["PATH=/bin", "AXIS_OS_VERSION='\$(cat "$work/axis-os")'"]}}]' ;;
cp) cp -a "\$containers/\${2%%:*}\${2#*:}" "\$3" ;;
rm) rm -rf "\$containers/\$3" ;;
*) exit 1 ;;
esac
END
chmod +x "$work/bin/docker"
export PATH=$work/bin:$PATH
echo 12.11.72 >"$work/axis-os"
no_container() { [ -z "$(ls "$work/containers")" ] || fail "containers are left behind"; }

expect_exit 0 acapctl sdk scan example/sdk:1 --json
expect_json '.kind == "acapctl.sdk-scan/v1" and .saved == null'
expect_json '.scans | length == 1'
expect_json '.scans[0] | .axisOs == "12.11.72" and .architecture == "aarch64"'
expect_json '.scans[0].libraries == {"libnew.so.1": ["NEW_1.0", "NEW_1.2"]}'
grep -q -- '--platform linux/amd64' "$work/docker.log" || fail "the image's platform is not asked for"
no_container

# Without AXIS_OS_VERSION the tag of an official image tells; else the user must.
echo unknown >"$work/axis-os"
expect_exit 0 acapctl sdk scan example/sdk:12.4.0-aarch64-ubuntu24.04 --json
expect_json '.scans[0].axisOs == "12.4"'
expect_error 2 --axis-os acapctl sdk scan example/sdk:mine
expect_exit 0 acapctl sdk scan example/sdk:mine --axis-os 12.0
no_container

# Failures: no such image, nothing in it.
expect_error 8 'no such image' acapctl sdk scan example/other:1
rm "$image/usr/lib/libnew.so.1.0"
expect_error 3 'no library' acapctl sdk scan example/sdk:1
expect_error 3 'no library' acapctl sdk scan "$work/here"
expect_error 3 'no directory' acapctl sdk scan "$work/nowhere"
no_container

# A sysroot on disk, saved: an unknown version becomes a known one.
mkdir -p app
echo 'int main(void) { return 0; }' | aarch64-linux-gnu-gcc -x c - -o app/hello
echo '{"schemaVersion": "1.7.0", "acapPackageConf": {"setup": {"appName": "hello", "vendor": "V",
    "version": "1.0.0", "runMode": "never", "architecture": "aarch64"}}}' >app/manifest.json
tar -C app -czf hello.eap hello manifest.json
expect_exit 0 acapctl compat hello.eap --chip artpec8 --axis-os 11.10 --json
expect_json '.combinations[0].verdict == "unknown"'
expect_exit 0 acapctl sdk scan --sysroot /usr/aarch64-linux-gnu --axis-os 11.10 --save
expect_stdout libc.so.6
expect_exit 0 acapctl compat hello.eap --chip artpec8 --axis-os 11.10 --json
expect_json '.combinations[0].verdict == "yes"'

echo '{broken' >"$HOME/.config/acapctl/symbol_versions.json"
expect_error 3 symbol_versions.json acapctl compat hello.eap --chip artpec8
