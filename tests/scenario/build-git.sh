#!/bin/bash
# The version that git tells is in the build record, and nothing of the repository is run to know it: a
# clone may bury a repository, or be an archive with a .git of its own, that names programs.
. "${0%/*}/lib.sh"

export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
run_me="sh -c 'touch $work/ran; cat' #"
described() { jq -r .git "$1/build/.acapctl/all.json"; }
# build_harmless WHAT DIR: builds DIR, and nothing of it was run.
build_harmless() {
    find "$2" -type f -exec touch -d 2001-01-01 {} + # as changed since the index was written
    expect_exit 0 acapctl build "$2" --rebuild
    [ ! -e "$work/ran" ] || fail "$1 ran"
}
project() { script_app "$1" 1.0.0 'echo hi' >/dev/null && rm -r "$1/build"; }

project app && git -C app init -q && git -C app add -A && git -C app commit -qm one && git -C app tag v1.2
build_harmless "a clean repository" app
[ "$(described app)" = v1.2 ] || fail "not its tag: $(described app)"

git -C app worktree add -q "$PWD/tree" && build_harmless "a work tree" tree
[ "$(described tree)" = v1.2 ] || fail "a work tree is not described: $(described tree)"

echo 'app filter=x' >app/.gitattributes
for setting in core.fsmonitor filter.x.clean filter.x.process core.pager core.sshCommand core.hooksPath \
    core.alternateRefsCommand gpg.program diff.external core.editor; do
    git -C app config "$setting" "$run_me"
    build_harmless "$setting" app
done
[ "$(described app)" = v1.2 ] || fail "settings of the repository hide its tag"

# What is missing in a partial clone is not fetched.
cp -r app partial && git -C partial config extensions.partialClone origin && git -C partial config remote.origin.promisor true
find partial/.git/objects -type f -delete
for url in "ext::$run_me" "$PWD/app" "ssh://localhost/x"; do
    git -C partial config remote.origin.url "$url" && git -C partial config remote.origin.uploadpack "$run_me"
    build_harmless "a fetch from $url" partial
done

# Nothing is waited for, and no settings of elsewhere are read.
mkfifo fifo
for what in "rm HEAD; mkfifo HEAD" "rm config; mkfifo config" "mkfifo packed-refs" "mkfifo commondir" "mkfifo refs/tags/fifo" \
    "rm -r objects/info; mkdir objects/info; mkfifo objects/info/alternates" "cd ..; rm -r .git; mkfifo .git" \
    "printf '[include]\npath = $PWD/fifo\n' >>config" "printf '[IncludeIf \"gitdir:/\"]\npath = $PWD/fifo\n' >>config" \
    "mv config there; ln -s there config" "echo $PWD/fifo >commondir" "cd ..; rm -r .git; echo gitdir: $PWD/fifo >.git"; do
    rm -rf waits && cp -r app waits && (cd waits/.git && eval "$what")
    expect_exit 0 timeout 20 "$ACAPCTL" build waits --rebuild
    case $what in *tags*) ;; *) [ "$(described waits)" = null ] || fail "$what: $(described waits)" ;; esac
done

# A repository without .git, among the files of another.
project buried && git init -q --bare inner && cp -r inner/* buried && rm -rf inner
git -C buried --git-dir=. config core.bare false && git -C buried --git-dir=. config core.worktree .
git -C buried --git-dir=. --work-tree=. add manifest.json && git -C buried --git-dir=. --work-tree=. commit -qm two
git -C buried --git-dir=. config core.fsmonitor "$run_me"
build_harmless "a buried repository" buried
[ "$(described buried)" = null ] || fail "the buried repository was asked: $(described buried)"

# A checkout that belongs to somebody else, as in CI: trusted if the user says so, and only then.
[ "$(id -u)" = 0 ] || { echo "skipped: to own files as somebody else needs root"; exit 0; }
chown -R 12345 app && build_harmless "another's checkout" app
[ "$(described app)" = null ] || fail "a repository of somebody else was trusted"
git config --global safe.directory "$PWD/app" && build_harmless "another's checkout" app
[ "$(described app)" = v1.2 ] || fail "safe.directory is not honoured: $(described app)"
GIT_DIR=/nowhere build_harmless "GIT_DIR" app && [ "$(described app)" = v1.2 ] || fail "another GIT_DIR was asked"
