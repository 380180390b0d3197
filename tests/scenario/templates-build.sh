#!/bin/bash
# Every template is built, in every language, by its own Makefile in the SDK image, for both architectures and
# without a warning, and compat finds the packages ready for AXIS OS 13 once they are signed. In place of the SDK's
# libraries the image has declarations of them (tests/data/sdk-headers): what needs one is packed and cannot run.
. "${0%/*}/lib.sh"

newest=$(jq -r '[.images[] | select(.preview | not)] | last.version' "$repository/src/sdk/data/catalog.json")
declared=acapctl-test-$$/sdk
at_end='docker image rm $(docker image ls -q $declared)'
for arch in aarch64 armv7hf; do
    image=$newest-$arch-ubuntu24.04
    docker build -q --network none -t "$declared:$image" --build-arg "BASE=$ACAPCTL_SDK_REPOSITORY:$image" \
        "$repository/tests/data/sdk-headers" >/dev/null
done
export ACAPCTL_SDK_REPOSITORY=$declared

built() { # PROJECT NEW-OPTION...
    run acapctl -q new "$1" "${@:2}"
    [ "$status" = 0 ] || { show_last; fail "new $1"; }
    expect_exit 0 acapctl build "$1" --all --network none --json
    expect_json '[.packages[].architecture] | sort == ["aarch64", "armv7hf"]'
    ! grep 'warning:' "$work/stderr" || fail "$1 has warnings"
    expect_exit 0 acapctl compat "$1" --axis-os 13 --json
    expect_json "$chips as \$chips | [.combinations[] | select(.chip | IN(\$chips[])).readiness] |
        length == (\$chips | length) and all(. == \"once-signed\")"
}
acapctl new --list --json >list
while read -r name language; do
    # Those that the template is for, and that get AXIS OS 13 for certain.
    chips=$(jq -c --arg name "$name" '.templates[] | select(.name == $name).chips |
        if . == [] then ["artpec7", "artpec8", "artpec9", "cv25", "cv75"] else . - ["artpec6"] end' list)
    built "$name-$language" --template "$name" --language "$language" --schema 2
done < <(jq -r '.templates[] | .name as $name | .languages[] | select(. != "sh") | "\($name) \(.)"' list)

# The check can fail: on a function, on an argument, and on a package that is not in the Makefile.
wrong() { # SED-COMMAND FILE TEXT
    cp "storage-c/$2" saved
    sed -i "$1" "storage-c/$2"
    expect_error 7 "$3" acapctl build storage-c --network none
    cp saved "storage-c/$2"
}
app=storage_c
wrong 's/ax_storage_list(/ax_storage_lists(/' "$app.c" ax_storage_lists
wrong 's/ax_storage_get_path(disk->storage, /ax_storage_get_path(/' "$app.c" "too few arguments"
wrong 's/ axstorage//' Makefile axsdk/axstorage.h
