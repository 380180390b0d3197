#!/bin/bash
# sdk list, show and pull over a stand-in engine that keeps a list of images: what is here is asked
# once, no engine is no error for list and show, and the user's own catalog file counts everywhere.
. "${0%/*}/lib.sh"
unset ACAPCTL_SDK_REPOSITORY

mkdir "$work/bin"
cat >"$work/bin/docker" <<END
#!/bin/bash
echo "\$*" >>"$work/docker.log"
case "\$1 \$2" in
"image ls") [ ! -e "$work/down" ] && cat "$work/images" ;;
"info ") ;;
"pull --platform") echo "layer: Downloading"
    [[ \$4 == *:12.11.0-* ]] || { echo "manifest unknown" >&2; exit 1; }
    printf '%s\tsha256:new\tsha256:id\n' "\$4" >>"$work/images" ;;
*) exit 1 ;;
esac
END
chmod +x "$work/bin/docker"
export PATH=$work/bin:$PATH
sdk=axisecp/acap-native-sdk
printf '%s\t<none>\tsha256:1\n' $sdk:12.4.0-aarch64-ubuntu24.04 $sdk:1.15-aarch64-ubuntu22.04 \
    $sdk:1.15-armv7hf-ubuntu22.04 >"$work/images"

expect_exit 0 acapctl sdk list --json
expect_json '.kind == "acapctl.sdk-list/v1" and .engine == "docker" and .newest == "12.11.1"'
expect_json '.images | length > 30 and all(.preview | not)'
expect_json '.images[] | select(.version == "1.15") | .present == {aarch64: true, armv7hf: true}'
expect_json '.images[] | select(.version == "12.4.0") | .present == {aarch64: true, armv7hf: false}'
expect_json '.images[] | select(.version == "1.15.2") | .axisOs == {min: "11.11.205", max: "11"}'
[ "$(wc -l <"$work/docker.log")" = 1 ] || fail "the engine was asked more than once"
expect_exit 0 acapctl sdk list --all
expect_stdout 13.0.0-alpha

expect_exit 0 acapctl sdk show 12.11.0 --json
expect_json '.kind == "acapctl.sdk-show/v1" and .images[0].present == false and .track == "LTS 2026"'
expect_json '.schemas[-1] == "2.2.0" and ([.chips[].name] | contains(["cv75", "artpec6"]))'
expect_json '.apis[] | select(.name == "larod") | .chips.artpec8 == "yes" and .chips.artpec6 == "no"'
expect_json '[.apis[] | select(.chips | any(. != "unknown")) | .sources | length > 0] | all'
expect_exit 0 acapctl sdk show --json
expect_json '.version == "12.11.1"'
expect_exit 0 acapctl sdk show 1.0
expect_stdout "$(printf 'Event\t-\tall')" # of which no list is that old
expect_exit 0 acapctl sdk show 12.4
expect_stdout 'aarch64-ubuntu24.04 (present)'

expect_exit 0 acapctl sdk pull 12.11.0 --arch aarch64 --json
expect_json '.kind == "acapctl.sdk-pull/v1" and .images[0].digest == "sha256:new"'
expect_stderr 'the catalog knows it as sha256:44c54f65'
! grep -q Downloading "$work/stderr" || fail "progress goes to a pipe"
expect_error 8 'manifest unknown' acapctl sdk pull 12.0.0
expect_error 2 "unknown SDK version '12.99'" acapctl sdk show 12.99

# podman takes no registry for granted.
cp "$work/bin/docker" "$work/bin/podman"
expect_exit 0 acapctl sdk pull 12.11.0 --arch armv7hf --engine podman
grep -q "pull .* docker.io/$sdk:12.11.0-armv7hf" "$work/docker.log" || fail "a short name for podman"
expect_error 8 'podman could not make a container' acapctl sdk scan 12.9.0
grep -q "create .* docker.io/$sdk:12.9.0-aarch64" "$work/docker.log" || fail "a short name for podman's scan"

touch "$work/down"
expect_exit 0 acapctl sdk list --engine docker --json
expect_json '.engine == null and all(.images[]; .present == null)'
expect_error 8 'docker does not answer' acapctl sdk pull 12.11.0 --engine docker

mkdir -p "$HOME/.config/acapctl"
echo '{"images": [{"version": "12.12.0", "ubuntu": "24.04", "axisOs": "12.12"}]}' \
    >"$HOME/.config/acapctl/catalog.json"
expect_exit 0 acapctl sdk list --engine docker --json
expect_json '.newest == "12.12.0"'
printf '{"images": [\n{"version": "12.12.0"}]}' >mine.json
export ACAPCTL_CATALOG=mine.json
expect_error 3 'mine.json:2:1: the row lacks "ubuntu"' acapctl sdk list
export ACAPCTL_CATALOG=nowhere.json
expect_error 3 nowhere.json acapctl sdk list
