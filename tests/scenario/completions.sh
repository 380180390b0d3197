#!/bin/bash
# Completion scripts are accepted by the shells they are for, and offer the verbs and their options.
. "${0%/*}/lib.sh"

acapctl completion bash >bash.sh
bash -c '. ./bash.sh; COMP_WORDS=(acapctl dep); COMP_CWORD=1; _acapctl; echo "${COMPREPLY[*]}"' >out
grep -qx deploy out || fail "bash offers '$(cat out)' for 'dep'"

acapctl completion zsh >_acapctl
zsh -f -c 'autoload -U compinit; compinit -u -D; . ./_acapctl; [ "${_comps[acapctl]}" = _acapctl ]' ||
    fail "zsh does not complete acapctl"
zsh -f -c 'fpath=(.); autoload -U _acapctl; _describe() { eval "print -l -- \$$3"; }; _files() { : }
    words=(acapctl "") CURRENT=2; _acapctl' >out || fail "zsh cannot autoload the script"
grep -q "^deploy" out || fail "zsh offers '$(cat out)' for an empty word"

acapctl completion fish >acapctl.fish
fish --no-config -c 'source acapctl.fish; complete -C "acapctl dep"' >out
grep -q '^deploy' out || fail "fish offers '$(cat out)' for 'dep'"
