#!/bin/bash
# lint finds what is wrong, in every format, with 3 as its exit code; explain says why.
. "${0%/*}/lib.sh"

acapctl -q new hello >/dev/null
acapctl sdk schema 1.7.2 >schema
jq -e '."$schema" == "http://json-schema.org/draft-07/schema#"' schema >/dev/null || fail "no schema"
expect_error 2 "no manifest schema '9.9.9'" acapctl sdk schema 9.9.9

# A new project has no errors, and `lint` without a path looks at this directory.
expect_exit 0 acapctl lint hello
(cd hello && expect_exit 0 acapctl lint)

mkdir broken
cat >broken/manifest.json <<'END'
{
  "schemaVersion": "1.7.2",
  "acapPackageConf": {
    "setup": {"appName": "my-app", "runMode": "never", "vendor": "V", "version": "1.0"},
    "configuration": {"settingsPage": "index.html"},
    "resources": {"dbus": {}}
  }
}
END
echo free >broken/LICENSE
expect_exit 3 acapctl lint broken
expect_stdout "broken/manifest.json:4:26: error: \$.acapPackageConf.setup.appName: 'my-app' is not"
expect_stdout "broken/manifest.json:5:23: error"
expect_stdout "Did you mean 'settingPage'?"
expect_stdout "'resources' is in the wrong place: it belongs at the top level"
expect_stderr "4 errors"

# The report is the result, whatever the exit code.
expect_exit 3 acapctl lint broken --json
expect_json '.kind == "acapctl.lint/v1" and .summary.errors == 4 and .summary.notes == 1'
expect_json '.findings[] | select(.path == "$.acapPackageConf.setup.version") | .line == 4 and .id == "manifest-bad-value"'
expect_exit 3 acapctl lint broken --format sarif
expect_json '.version == "2.1.0" and (.runs | length == 1)'
expect_json '.runs[0].tool.driver | .name == "acapctl" and (.rules | all(.id and .shortDescription.text))'
expect_json '.runs[0].results | length == 5 and all(.ruleId and .message.text and .level)'
expect_json '.runs[0].results | all(.locations[0].physicalLocation | .artifactLocation.uri and .region.startLine >= 1)'
expect_exit 3 acapctl lint broken --format github
expect_stdout '::error file=broken/manifest.json,line=4,col=26,title=acapctl%3A manifest-bad-value::'
expect_stdout '::notice '

# Ignoring needs a reason.
echo '[lint]' >broken/acapctl.toml
echo 'ignore = [{id = "manifest-bad-value"}]' >>broken/acapctl.toml
expect_error 3 "gives no reason for ignoring manifest-bad-value" acapctl lint broken
sed -i 's/"}/", reason = "names are set by a script"}/' broken/acapctl.toml
expect_exit 3 acapctl lint broken --json
expect_json '.summary.errors == 2 and .summary.ignored == 2'

# One target.
expect_exit 3 acapctl lint hello --axis-os 10.5 --json
expect_json '.findings | any(.id == "target-schema")'
expect_error 2 "unknown chip 'artpec10'" acapctl lint hello --chip artpec10
expect_error 3 "no manifest.json in" acapctl lint .
expect_error 3 "gone.eap" acapctl lint gone.eap

# What a package says cannot drive the terminal.
printf '{"schemaVersion": "1.7.2", "\\u001b[31mred": 1, "acapPackageConf": {}}' >escape.json
expect_exit 3 acapctl lint escape.json
expect_stdout '\x1b[31mred'
! grep -q $'\033' "$work/stdout" || fail "an escape sequence on stdout"

# A name that is not UTF-8 fits into every form.
acapctl -q new bytes >/dev/null
mkdir -p bytes/html
printf '#!/bin/sh\n' >bytes/bytes
chmod 755 bytes/bytes
install -m 666 /dev/null bytes/html/$'\xff'
package=$(acapctl -q pack bytes --arch all --no-mend 2>/dev/null)
for format in text json sarif github; do
    expect_exit 0 acapctl lint "$package" --format $format
    expect_stdout world-writable-file
done

expect_error 2 "Did you mean 'setting-page-missing'?" acapctl explain settings-page-missing
expect_exit 0 acapctl explain setting-page-missing
expect_stdout '## How to mend it'
expect_exit 0 acapctl explain --json
expect_json '.rules | length > 40'
