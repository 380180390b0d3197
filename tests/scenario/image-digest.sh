#!/bin/bash
# The SDK image is compared with the digest that the catalog knows of the release: another one from Axis'
# repository is an error that --any-image passes over; imported and mirrored ones are not compared. The
# engine here is a stand-in that compiles with this machine's compiler.
. "${0%/*}/lib.sh"
unset ACAPCTL_SDK_REPOSITORY

mkdir "$work/bin"
sdk=axisecp/acap-native-sdk tag=12.11.0-aarch64-ubuntu24.04
released=sha256:$(jq -r '.images[] | select(.version == "12.11.0").digests.aarch64' "$repository/src/sdk/data/catalog.json" | cut -d: -f2)
other=sha256:$(printf '%064d' 7)
cat >"$work/bin/docker" <<END
#!/bin/bash
case "\$1 \$2 \$3" in
"image inspect --format") for name in "\${@:5}"; do echo sha256:1; done ;;
"image inspect "*) jq -n --argjson known "\$(cat "$work/known")" '[{Id: "sha256:1", RepoDigests: \$known, Config: {Env: null}}]' ;;
"cp "*) exit 1 ;;
"run "*) while [ "\$1" != --mount ]; do shift; done
    tree=\${2#*source=}
    make -C "\${tree%%,*}" CC=aarch64-linux-gnu-gcc ;;
"build "*) echo no; exit 1 ;;
esac
END
chmod +x "$work/bin/docker"
export PATH=$work/bin:$PATH
acapctl -q new hello >/dev/null
build() { acapctl build hello --engine docker --sdk 12.11.0 "$@"; }
known() { jq -cn '$ARGS.positional' --args "$@" >"$work/known"; }
recorded() { jq -e "$1" hello/build/.acapctl/aarch64.json >/dev/null || fail "not recorded: $1"; }

known "$sdk@$other"
expect_error 8 "is not the image that was released: it is $other, the catalog knows $released" build
expect_stderr --any-image
expect_stderr "'docker image rm $sdk:$tag'"
expect_exit 0 build --any-image
expect_stderr "is not the image that was released"
recorded '.imageDigests == {"'$sdk:$tag'": "'"$other"'"}'
expect_exit 0 build --any-image # up to date, and said again
expect_stderr "is not the image that was released"
known "docker.io/$sdk@$released"
expect_exit 0 build --rebuild
[ ! -s "$work/stdout" ] || ! grep -q "released" "$work/stderr" || fail "a warning about the released image"
recorded '.imageDigests["'$sdk:$tag'"] == "'"$released"'"'
known # imported: it has none
expect_exit 0 build --rebuild
recorded '.imageDigests == {"'$sdk:$tag'": null}'
known "mirror.example/sdk@$other" # and a mirror's is not compared
ACAPCTL_SDK_REPOSITORY=mirror.example/sdk expect_exit 0 build --rebuild
known "$sdk@$other"
expect_exit 0 acapctl build hello --engine docker --sdk 12.11.1 # of which no digest is known,
mkdir -p "$HOME/.config/acapctl"                                # unless the user's catalog has it
echo '{"images": [{"version": "12.11.1", "digests": {"aarch64": "'"$released"'"}}]}' >"$HOME/.config/acapctl/catalog.json"
expect_error 8 "the catalog knows $released" acapctl build hello --engine docker --sdk 12.11.1 --rebuild

printf 'FROM %s\nCOPY . /opt/app\nRUN make\n' "$sdk:$tag" >hello/Dockerfile # what a Dockerfile begins with, too
expect_error 8 "is not the image that was released" acapctl build hello --engine docker --dockerfile
expect_exit 7 acapctl build hello --engine docker --dockerfile --any-image
