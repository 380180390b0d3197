#!/bin/bash
# bash, zsh and fish complete verbs, options and values as they are typed, and say nothing when they cannot.
. "${0%/*}/lib.sh"
mkdir -p "$HOME/.config/acapctl"
cat >"$HOME/.config/acapctl/devices.toml" <<'END'
[devices.door]
address = "192.0.2.1"
groups = ["lab"]
[devices.gate]
address = "192.0.2.2"
END
touch hello.eap 'with blank.eap'
PATH=$(dirname "$ACAPCTL"):$PATH

# typed SHELL KEYS [TEXT]: what then stands on the command line. The screen, which shows TEXT, is in $work/screen.
typed() {
    "$repository/tests/scenario/at-shell" "$1" "completion.$1" "${@:2}" >"$work/screen" || { cat "$work/screen"; fail "$1"; }
    head -n 1 "$work/screen"
}

for shell in bash zsh fish; do
    acapctl completion $shell >completion.$shell
    while IFS='|' read -r keys words; do
        is=$(typed $shell "acapctl $keys")
        [ "$is" = "<acapctl>$words" ] || fail "$shell makes $is of '$keys'"
    done <<'END'
dep\t|<deploy>
policy se\t|<policy><set>
list \t|<list>
list --targ\t|<list><--target>
--quiet -t ga\t|<--quiet><-t><gate>
-t door lis\t|<-t><door><list>
list -t @l\t|<list><-t><@lab>
list --target=do\t|<list><--target=door>
build --engine po\t|<build><--engine><podman>
new --template hel\t|<new><--template><hello>
explain root-u\t|<explain><root-user>
inspect hel\t|<inspect><hello.eap>
explain --write\t|<explain><--write>
list -t http://x:8\t|<list><-t><http://x:8>
emulate --profile artpec6\t|<emulate><--profile><artpec6>
diff --fail-on man\t|<diff><--fail-on><manifest>
inspect --field package.ap\t|<inspect><--field><package.appName>
inspect wi\t|<inspect><with blank.eap>
END
    tabs='\t'
    [ $shell != bash ] || tabs='\t\t'
    is=$(typed $shell "acapctl de$tabs" device)
    [ "$is" = "<acapctl><de>" ] || fail "$shell makes $is of de"
    grep -c deploy "$work/screen"
done

# What cannot be read, or run, is not offered, and the line is left as it was.
echo nonsense >"$HOME/.config/acapctl/devices.toml"
PATH=/usr/sbin:/usr/bin:/sbin:/bin
for shell in bash zsh fish; do
    for program in acapctl "$ACAPCTL"; do
        is=$(typed $shell "$program list -t d\\t")
        [ "$is" = "<$program><list><-t><d>" ] || fail "$shell makes $is of it"
        ! grep -i -e error -e unknown -e 'not found' "$work/screen" || fail "$shell says so"
    done
done
