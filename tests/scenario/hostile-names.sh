#!/bin/bash
# What a project is called and what its build says cannot reach the terminal: names with escape sequences,
# direction marks, tags and zero-width characters, at a terminal and through a pipe. A compiler's colours stay.
. "${0%/*}/lib.sh"

hostile=$'a\e[31mb\e]52;c;eA==\a\u202ec\U000e0041\u200bd' project=$PWD/p$hostile evil=$PWD/$'evil\ntouch ran #'
compiled_hello hello && mv hello "$project"
cat >"$project/Makefile" <<'END'
all:
	@printf '\033[01;31m\033[Kerror\033[m \033[2J\033]0;title\007\n 10%%\r\342\200\256\tx\n'
	$(CC) -o hello hello.c
END
mkdir "$evil" bin && cp "$project"/* "$evil" && ln -s /bin/true bin/docker

# Newlines, tabs and what is seen, beside our own colours and redrawn line, and a terminal's line ends.
clean() {
    sed -e 's/\x1b\[[0-9;]*m//g' -e 's/\r\x1b\[K//g' -e 's/\r$//' "$1" >clean
    ! LC_ALL=C grep -naP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xf3\xa0' clean ||
        fail "not made visible: $1"
}
for command in "build --engine host" "build --engine host --rebuild" "build --dry-run" "build --dry-run --json" "lint" \
    "lint --format sarif" "pack --arch aarch64" "list -t" "help" "build --sdk $hostile" "build --dry-run --network $hostile"; do
    # shellcheck disable=SC2086
    run acapctl $command "$project"
    cat "$work/stdout" "$work/stderr" >pipe && clean pipe
    ! grep $'\e' pipe || fail "colours in a pipe: $command"
    # shellcheck disable=SC2086
    SHELL=/bin/bash TERM=xterm script -qec "$(printf '%q ' "$ACAPCTL" $command "$project")" pty >/dev/null </dev/null || :
    sed -i '1d;$d' pty && clean pty
    [ "$command" != "build --engine host --rebuild" ] || cp pipe pty "$work"
done
grep -qF $'\e[01;31merror\e[m \\x1b[2J\\x1b]0;title\\x07' "$work/pty" || fail "the compiler lost its colours"
grep -qx 'error \\x1b\[2J\\x1b\]0;title\\x07' "$work/pipe" || fail "the compiler's line is not there"
clean "$project/build/.acapctl/aarch64.log"
! grep $'\e' "$project/build/.acapctl/aarch64.log" || fail "colours in the log"

# Each command of a dry run is one line; pasted into bash it makes nothing of what a name says.
for engine in host docker; do
    expect_exit 0 acapctl build "$evil" --dry-run --engine $engine
    ! grep -n '^touch' "$work/stdout" || fail "a line is not ours"
    PATH=$PWD/bin:$PATH run bash "$work/stdout"
    [ ! -e ran ] || fail "a pasted command ran what a name says"
done
