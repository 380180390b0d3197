#!/bin/bash
# With --json every end of every verb is exactly one document on stdout; a typo gets a suggestion.
. "${0%/*}/lib.sh"

for verb in new build pack inspect deploy list start logs wait params license policy probe completion help; do
    expect_exit 2 acapctl $verb --no-such-option --json
    expect_json '.kind == "acapctl.error/v1" and .error.exit == 2 and .error.code == "usage"'
done
expect_error 2 "Did you mean 'deploy'" acapctl depoly
expect_error 2 "--target" acapctl list --tarket x
expect_exit 0 acapctl help exit-codes --json
expect_json '.kind == "acapctl.help/v1"'
expect_exit 0 acapctl --version
expect_stdout acapctl
