#!/bin/bash
# An engine that hangs or talks nonsense is told within its time, with what it was asked; one that only
# works for long (a pull) is waited for, and Ctrl-C ends that. The engines here are stand-ins.
. "${0%/*}/lib.sh"

mkdir "$work/bin" "$HOME/.docker"
export PATH=$work/bin:$PATH ACAPCTL_ENGINE_TIMEOUT=1s
acapctl -q new hello >/dev/null
image='[{"Id": "sha256:1", "Config": {}}]'
docker_is() { # docker_is CASES...: what it does for "$1 $2"; everything else succeeds in silence
    printf '#!/bin/bash\ncase "$1 $2" in\n%s\nesac\n' "$*" >"$work/bin/docker"
    chmod +x "$work/bin/docker"
}
refused() { # refused CODE TEXT COMMAND...
    local code=$1 text=$2 begin=$SECONDS
    shift 2
    expect_error 8 "$text" acapctl "$@"
    expect_exit 8 acapctl "$@" --json
    expect_json '[.error, (.failures // [])[].error] | any(.code == "'"$code"'")'
    [ $((SECONDS - begin)) -lt 40 ] || fail "it took $((SECONDS - begin)) s"
}

docker_is 'version*) sleep 60 & exit 0 ;; image*) sleep 60 ;;'
refused engine-unavailable "no answer to 'docker version' within 1 s" build hello --engine docker
refused engine-unavailable "no answer to 'docker version' within 1 s" sdk pull 12.11.0 --engine docker
expect_exit 0 acapctl sdk list --engine docker --json
expect_json '.engine == null and all(.images[]; .present == null)'
docker_is 'image*) sleep 60 ;;'
refused engine-silent "no answer to 'docker image inspect " build hello --engine docker
docker_is "image*) echo '$image' ;; create*) sleep 60 ;; rm*) sleep 60 ;;"
refused engine-silent "no answer to 'docker create --name acapctl-files-" build hello --engine docker
for answer in ':' 'head -c 100000 /dev/urandom' 'echo "[{\"Id\": 7}]"' 'echo "{}"' 'exec cat /dev/zero' \
    'printf "[%.0s" {1..100000}' 'echo "[null]"'; do
    docker_is "image*) $answer ;;"
    refused engine-nonsense "the answer to 'docker image inspect " build hello --engine docker
done
for config in '"x"' '7' '[[{}]]' '{"Env": 3}' '{"Env": [3, null, {}]}' null; do
    docker_is "image*) echo '[{\"Id\": \"sha256:1\", \"RepoDigests\": $config, \"Config\": $config}]' ;; run*) echo ran; exit 9 ;; cp*) exit 1 ;;"
    expect_exit 7 acapctl build hello --engine docker # as far as the compiler
done

# What an engine says instead of running the SDK: an image for another CPU, a directory it does not share, a
# registry that refuses.
docker_is "image*) echo '$image' ;; run*) echo 'exec /bin/sh: exec format error' >&2; exit 255 ;; cp*) exit 1 ;;"
refused image-not-runnable "for a CPU that this machine neither is nor emulates" build hello --engine docker
expect_stdout "qemu-user-static"
docker_is "image*) echo '$image' ;; run*) echo 'docker: Error response from daemon: Mounts denied: ' >&2; exit 125 ;; cp*) exit 1 ;;"
refused tree-not-seen "docker does not see" build hello --engine docker --transfer mount
docker_is 'image*) exit 1 ;; pull*) echo "denied: requested access to the resource is denied"; exit 1 ;;'
refused image-missing "docker could not pull it" build hello --engine docker
expect_stdout "'docker login'"
# A manifest that is no JSON is told before any engine is asked.
printf '{\n  "schemaVersion": "1.7.0", // a comment\n}' >broken.json
cp hello/manifest.json good.json && cp broken.json hello/manifest.json
docker_is '*) echo asked >>"$HOME/asked"; exit 1 ;;'
expect_error 3 "hello/manifest.json:2:29" acapctl build hello --engine docker
printf 'FROM debian\nRUN touch x\nCOPY . /opt/app\n' >hello/Dockerfile
expect_error 3 "hello/manifest.json:2:29" acapctl build hello --engine docker
[ ! -e "$HOME/asked" ] || fail "an engine was asked"
rm hello/Dockerfile && cp good.json hello/manifest.json

# The client's own settings, and the context that they name.
for settings in "" nonsense '{"currentContext": 7, "aliases": "x"}' '[{"currentContext": "x"}]' "$(printf '[%.0s' {1..100000})"; do
    echo "$settings" >"$HOME/.docker/config.json"
    env -u DOCKER_HOST "$ACAPCTL" build hello --engine docker --dry-run >/dev/null || fail "settings: ${settings::60}"
done
echo '{"currentContext": "far"}' >"$HOME/.docker/config.json"
docker_is 'context*) sleep 60 ;;'
unset DOCKER_HOST DOCKER_CONTEXT
refused engine-silent "no answer to 'docker context inspect " build hello --engine docker --dry-run
rm "$HOME/.docker/config.json"

docker_is 'image*) exit 1 ;; pull*) echo pulling; sleep 300 ;;'
"$ACAPCTL" build hello --engine docker 2>log &
building=$!
eventually grep -x pulling log
sleep 2 # which is longer than a question may take
kill -INT $building || fail "the pull was given up"
status=0
wait $building || status=$?
[ $status = 130 ] || { cat log; fail "exit $status after an interrupt"; }
