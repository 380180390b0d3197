#!/bin/bash
# What a container puts in the place of its build tree is not followed when the tree comes back, and neither the
# project nor its image can choose that it travels.
. "${0%/*}/lib.sh"

mkdir -p victim/html && echo PRIVATE >victim/html/secret && acapctl -q new hello >/dev/null
touch -d 2031-01-01 victim/html/secret && cp hello/manifest.json hello/LICENSE victim && cp /bin/true victim/hello
before=$(find victim -printf '%p %s %t\n' | sort)
image=$(acapctl build hello --dry-run --json | jq -r '.plans[0].image')
at_end="docker rmi acapctl-test/hostile-$$:${image#*:}"

# harmless TEXT COMMAND...: fails with this text, with all of the user's own as it was, and nothing packed.
harmless() {
    expect_exit 7 acapctl "${@:2}" && expect_stderr "$1" && expect_stderr_not "defect"
    [ "$(find victim -printf '%p %s %t\n' | sort)" = "$before" ] || fail "the user's own files were touched"
    [ -z "$(find hello/build -name '*.eap' -o -name '*.incoming' -o -name '*.writer' -o -type l)" ] || fail "something is left"
    [ -z "$(grep -rl PRIVATE hello)" ] || fail "the secret is in the tree"
    no_container_left
}
for what in "ln -s $PWD/victim app" "ln -s $PWD/victim/html/secret app" "mkfifo app" "touch app" "ln -s app.real app"; do
    printf 'all:\n\tcd /opt && mv app app.real && %s\n' "$what" >hello/Makefile
    harmless "left no directory in /opt/app" build hello --network none --transfer copy
    harmless "left no directory in /opt/app" shell hello --network none --transfer copy -- make
done

# A script of the image that says, in every way, that the tree is not there.
docker build -q --network none -t "acapctl-test/hostile-$$:${image#*:}" - >/dev/null <<END
FROM $image
RUN chmod 777 /opt && for script in /opt/axis/acapsdk/environment-setup*; do \
    echo 'rm -f manifest.json; echo "bind source path does not exist"; (mv /opt/app /opt/b && ln -s $PWD/victim /opt/app) 2>/dev/null; exit \${SAID:-97}' >>\$script; done
END
sdk=$ACAPCTL_SDK_REPOSITORY
export ACAPCTL_SDK_REPOSITORY=acapctl-test/hostile-$$
harmless "exit status 97" build hello --network none
expect_stderr_not "they are copied"
run acapctl shell hello --network none -- true
[ "$status" = 97 ] || fail "shell ends with $status"
ACAPCTL_SDK_REPOSITORY=$sdk
expect_exit 97 acapctl shell hello --network none -- sh -c 'rm manifest.json; exit 97' && expect_stderr_not "they are copied"
