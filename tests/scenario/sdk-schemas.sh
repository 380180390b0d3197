#!/bin/bash
# The manifest schemas in an SDK image win over the built-in ones: in build, pack, lint and
# sdk schema. They are read once. The engine here is a stand-in with one image.
. "${0%/*}/lib.sh"

schemas=$work/image/opt/axis/acapsdk/axis-acap-manifest-tools/schema/schemas
mkdir -p "$schemas/v1" "$schemas/v2" "$work/bin"
own_schema() { # VERSION [JQ-FILTER]: the built-in schema, changed, as the SDK's
    acapctl sdk schema "$1" 2>/dev/null | jq "${2-.}" >"$schemas/v${1%%.*}/application-manifest-schema-v$1.json"
}
own_schema 1.7.2 '.properties.acapPackageConf.properties.setup.properties.vendor.enum = ["Acme"]'
own_schema 1.9.0
own_schema 2.0.0 '.properties.acapPackageConf.properties.setup.properties.compatibleOsVersions.uniqueItems = true'
ln -s /etc/passwd "$schemas/v1/application-manifest-schema-v1.1.json"
cat >"$work/bin/docker" <<END
#!/bin/bash
echo "\$*" >>"$work/docker.log"
case \$1 in
version) ;;
image) [[ \$3 == *:12.8.0-aarch64* ]] || exit 1
    echo '[{"Id": "sha256:1", "Config": {"Env": ["AXIS_OS_VERSION=12.8"]}}]' ;;
create) touch "$work/container" ;;
cp) tar -C "$work/image\$(dirname "\${2#*:}")" -cf - "\$(basename "\$2")" ;;
rm) rm -f "$work/container" ;;
run) while [ "\$1" != --mount ]; do shift; done
    tree=\${2#*source=}
    make -C "\${tree%%,*}" CC=aarch64-linux-gnu-gcc ;;
*) exit 1 ;;
esac
END
chmod +x "$work/bin/docker"
export PATH=$work/bin:$PATH
unset ACAPCTL_SDK_REPOSITORY
acapctl -q new hello >/dev/null
cp hello/manifest.json original.json
set_manifest() { jq "$1" original.json >hello/manifest.json; }

# build refuses what the SDK refuses, before it compiles.
set_manifest '.schemaVersion = "1.7.2" | .acapPackageConf.setup.vendor = "Other"'
expect_error 3 "'Other' is not one of the values of schema 1.7.2: Acme" acapctl build hello --sdk 12.8.0
expect_stderr 'hello/manifest.json:'
! grep -q '^run' "$work/docker.log" || fail "it was compiled"
expect_exit 0 acapctl build hello --sdk 12.8.0 --disable-manifest-validation
[ "$(acapctl inspect --field package.schemaVersion hello/build/*.eap)" = 1.7.2 ] || fail "schema raised"
[ "$(grep -c '^cp' "$work/docker.log")" = 1 ] || fail "the schemas were read more than once"
[ ! -e "$work/container" ] || fail "a container is left behind"

# What it accepts is raised to its newest of that major.
set_manifest '.schemaVersion = "1.7.2" | .acapPackageConf.setup.vendor = "Acme"'
expect_exit 0 acapctl build hello --sdk 12.8.0
expect_stderr 'schemaVersion 1.7.2 becomes 1.9.0'
[ "$(acapctl inspect --field package.schemaVersion hello/build/*.eap)" = 1.9.0 ] || fail "not raised"

# lint knows the SDK of the last build, with no engine; a version that SDK lacks says nothing then.
set_manifest '.schemaVersion = "1.7.2" | .acapPackageConf.setup.vendor = "Other"'
mv "$work/bin" "$work/no-bin"
expect_exit 3 acapctl lint hello -v
expect_stdout "'Other' is not one of the values"
expect_stderr "manifest schemas of axisecp/acap-native-sdk:12.8.0-aarch64-ubuntu24.04"
mv "$work/no-bin" "$work/bin"
set_manifest '.schemaVersion = "1.8.0"'
expect_exit 0 acapctl lint hello
expect_exit 3 acapctl lint hello --sdk 12.8.0
expect_stdout "there is no manifest schema '1.8.0' in axisecp"
expect_stdout "It has 1.7.2, 1.9.0, 2.0.0."

# A schema that is not understood is said to be, and the built-in one is applied.
set_manifest 'del(.acapPackageConf.setup.embeddedSdkVersion) | .schemaVersion = "2.0.0"
    | .acapPackageConf.setup.vendorId = "aabbccddee"
    | .acapPackageConf.setup.compatibleOsVersions = [{"max": "12"}]'
expect_exit 0 acapctl lint hello --sdk 12.8.0
expect_stdout "'uniqueItems' stands at"

# pack, without an engine, from a directory with the SDK's files; sdk schema prints them as they are.
make -s -C hello CC=aarch64-linux-gnu-gcc
set_manifest '.schemaVersion = "1.7.2" | .acapPackageConf.setup.vendor = "Other"'
expect_error 3 "not one of the values" acapctl pack hello --sdk "$work/image"
expect_exit 0 acapctl pack hello
expect_exit 0 acapctl pack hello --sdk "$work/image/opt/axis" --disable-manifest-validation
expect_exit 0 acapctl sdk schema 1.7.2 --sdk 12.8.0 --json
expect_json '.sdk != null and .schema.properties.acapPackageConf.properties.setup.properties.vendor.enum == ["Acme"]'
expect_error 2 "no manifest schema '1.1'" acapctl sdk schema 1.1 --sdk 12.8.0
expect_error 8 "no image of SDK 12.4.0" acapctl lint hello --sdk 12.4.0
expect_error 3 "no manifest schema in" acapctl lint hello --sdk "$work/here"
