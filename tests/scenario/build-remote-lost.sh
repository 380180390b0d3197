#!/bin/bash
# An engine that goes away during a build: said as such, with the name of the container that may be
# left there; log and build tree are kept, nothing half-copied is taken for whole.
. "${0%/*}/lib.sh"

forward_engine TCP-LISTEN
acapctl -q new hello >/dev/null
build() { acapctl build hello --engine docker --network none "$@"; }
expect_exit 0 build
files_in hello/build/.acapctl/aarch64 | grep -vx hello/build/.acapctl/aarch64/hello >tree # another Makefile: afresh
printf 'hello: hello.c\n\ttouch object\n\tsleep 60\n' >hello/Makefile
echo >>hello/hello.c
"$ACAPCTL" build hello --all --jobs 1 --engine docker --network none 2>log &
building=$!
eventually grep "sleep 60" log
cut_off
status=0
wait $building || status=$?
[ $status = 8 ] || { cat log; fail "exit $status after the engine went away"; }
for text in "docker went away while it built" "docker rm --force acapctl-$building-" "aarch64.log" "build tree: "; do
    [ "$(grep -cF "$text" log)" != 0 ] || { cat log; fail "no '$text'"; }
done
[ "$(grep -c "not available" log)" = 0 ] || { cat log; fail "the image of the next package is blamed"; }
files_in hello/build/.acapctl/aarch64 | diff tree - || fail "the build tree is not what it was"
[ "$(grep -c "sleep 60" hello/build/.acapctl/aarch64.log)" != 0 ] || fail "the log is not kept"
[ ! -e hello/build/.acapctl/aarch64.json ] || fail "a build that failed has a record"
DOCKER_HOST=$engine docker rm --force "$(DOCKER_HOST=$engine docker ps --quiet --filter "name=acapctl-$building-")" >/dev/null

# Cut off between two files of the tree that comes back: for tar that is a whole archive.
forward_engine TCP-LISTEN
mkdir "$work/bin"
cat >"$work/bin/docker" <<END
#!/bin/sh
case "\$*" in
"cp acapctl-"*:/opt/app*) $(command -v docker) "\$@" | head -c 512; exit 1 ;;
esac
exec $(command -v docker) "\$@"
END
chmod +x "$work/bin/docker"
printf 'hello: hello.c\n\t$(CC) -O2 -s -o $@ $<\n' >hello/Makefile
PATH=$work/bin:$PATH expect_error 8 "could not copy the build tree back" build
files_in hello/build/.acapctl/aarch64 | diff tree - || fail "half a tree was taken"
[ -z "$(find hello/build -name '*.incoming')" ] || fail "what was copied is left"
expect_exit 0 build

# While a Dockerfile is built: that is not the Dockerfile's failure.
printf 'FROM %s\nCOPY . /opt/app\nRUN sleep 60\n' "$(jq -r .image hello/build/.acapctl/aarch64.json)" >hello/Dockerfile
"$ACAPCTL" build hello --engine docker --network none 2>log &
building=$!
eventually grep "RUN sleep 60" log
cut_off
status=0
wait $building || status=$?
[ $status = 8 ] || { cat log; fail "exit $status after the engine went away from a Dockerfile"; }
[ "$(grep -c "may be left" log)" = 0 ] || { cat log; fail "a container that never was"; }
DOCKER_HOST=$engine no_container_left
