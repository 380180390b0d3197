#!/bin/bash
# A cloned project that brings a build/.acapctl of its own: nothing of it is followed, believed or
# used, and what it names outside the project stays as it is.
. "${0%/*}/lib.sh"

mkdir precious && echo mine >precious/file
untouched() {
    [ "$(cat precious/file)" = mine ] && [ "$(ls -A precious)" = file ] || fail "something outside was touched: $(ls -A precious)"
}
# A project of scripts, built without an engine, that brings what is in $work/theirs.
clone() {
    rm -rf clone && script_app clone 1.0.0 'echo theirs' >/dev/null
    rm -rf clone/build && mkdir clone/build
}

for place in build build/.acapctl; do
    clone && rm -rf clone/build
    [ $place = build ] || mkdir clone/build
    ln -s ../precious clone/$place
    [ $place = build ] || { rm clone/$place && ln -s ../../precious clone/$place; }
    expect_error 3 "is a link" acapctl build clone
    expect_error 3 "is a link" acapctl build clone --dry-run
    [ $place != build ] || expect_error 3 "is a link" acapctl pack clone
    untouched
    expect_exit 0 acapctl lint clone
done

# The tree, the log, the lock, the record, what is kept: links, each to something of the user's.
clone && mkdir -p clone/build/.acapctl
for name in all all.log all.lock all.json all.state all.writer hashes symbols .gitignore CACHEDIR.TAG; do
    ln -s "$PWD/precious" "clone/build/.acapctl/$name"
done
echo evil >clone/file
expect_exit 0 acapctl build clone && untouched
clone && mkdir -p clone/build/.acapctl
for name in all.log all.json all.state all.writer all.lock hashes .gitignore; do
    ln -s "$PWD/precious/file" "clone/build/.acapctl/$name"
done
expect_exit 0 acapctl build clone && untouched

# Lists of what to remove, and a tree with objects in it, in every form they ever had.
clone && mkdir -p clone/build/.acapctl/all
for name in all.files all.state; do
    printf 'x\0x\t%s\0x\t../../../../precious/file\0' "$PWD/precious/file" >clone/build/.acapctl/$name
done
echo trojan >clone/build/.acapctl/all/clone
expect_exit 0 acapctl build clone && untouched
[ "$(tar -xOzf clone/build/clone_1_0_0_all.eap clone | grep -c theirs)" = 1 ] || fail "the tree that came with it was packed"

# A whole honest build, made elsewhere and changed afterwards, is built again.
cp -r clone other && echo 'echo trojan' >>other/build/.acapctl/all/clone
expect_exit 0 acapctl build other && expect_stderr_not "up to date"
expect_exit 0 acapctl build other && expect_stderr "up to date"
