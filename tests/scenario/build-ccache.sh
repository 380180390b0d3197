#!/bin/bash
# With --ccache a build from scratch takes its objects from the engine's volume, whether the tree is
# mounted or copied, and the package is the same. An image without ccache builds, and says so.
. "${0%/*}/lib.sh"
export SOURCE_DATE_EPOCH=1000000000 ACAPCTL_CCACHE=1

acapctl -q new hello >/dev/null
printf 'hello: hello.o more.o\n\t$(CC) -s $^ -o $@\n%%.o: %%.c\n\t$(CC) -O2 -g -c $< -o $@\n' >hello/Makefile
volume_of() { acapctl build "$1" --engine docker --dry-run | grep -om1 'acapctl-ccache-[0-9a-f]*'; }
cp -r hello other && at_end="docker volume rm $(volume_of hello) $(volume_of other)"
[ "$(volume_of hello)" = "$(volume_of ./hello/../hello)" ] && [ "$(volume_of hello)" != "$(volume_of other)" ] || fail "a cache is shared"
echo "const char *unique = \"$work\";" >hello/more.c # a cache of earlier runs has no such object
build() {
    expect_exit 0 acapctl build hello --engine docker --network none "$@"
    gzip -dc hello/build/*.eap | sha256sum >>packages
}
hits() { acapctl shell hello --engine docker --network none -- ccache --print-stats | awk '/^(direct|preprocessed)_cache_hit/ { n += $2 } END { print n }'; }
ACAPCTL_CCACHE=0 build
[ "$(grep -c ccache hello/build/.acapctl/aarch64.log)" = 0 ] || fail "ccache without being asked for"
build
expect_stderr "the SDK image has no ccache"

# The same image with this machine's ccache; both are of the same distribution.
image=$(acapctl build hello --dry-run --json | jq -r '.plans[0].image')
mkdir -p root/usr/bin
cp "$(command -v ccache)" root/usr/bin
for library in $(ldd root/usr/bin/ccache | awk '/=> \// && !/lib(c|m|gcc_s|stdc\+\+)\.so/ { print $3 }'); do
    mkdir -p "root/usr/lib/$(basename "$(dirname "$library")")"
    cp -L "$library" "root/usr/lib/$(basename "$(dirname "$library")")"
done
container=$(docker create "$image" true)
tar -C root -c usr | docker cp - "$container:/"
docker commit "$container" "acapctl-test/ccache-$$:${image#*:}" >/dev/null
docker rm "$container" >/dev/null
at_end+="; docker rmi acapctl-test/ccache-$$:${image#*:}"
export ACAPCTL_SDK_REPOSITORY=acapctl-test/ccache-$$

build
cold=$(hits)
build --rebuild
mounted=$(hits)
[ "$mounted" -gt "$cold" ] || fail "no object came from the cache"
build --rebuild --transfer copy
[ "$(hits)" -gt "$mounted" ] || fail "no object came from the cache where the tree is copied"
# Settings in the cache are not read, also those that a project left in its own.
expect_exit 0 acapctl shell hello --engine docker --network none -- sh -c 'printf "disable = true\nprefix_command = false\n" >$CCACHE_DIR/ccache.conf'
before=$(hits) && build --rebuild && [ "$(hits)" -gt "$before" ] || fail "settings in the cache are followed"
[ "$(sort -u packages | wc -l)" = 1 ] || { cat packages; fail "the packages differ"; }
no_container_left
