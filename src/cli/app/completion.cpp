// `acapctl completion SHELL`: how a shell asks acapctl what may stand at the cursor. The scripts
// know no verb and no option themselves: `acapctl __complete WORD...` answers, see complete.hpp.
#include "cli/app/verbs.hpp"

#include <string_view>

#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct CompletionOptions {
    std::string shell;
};

// Readline takes "=", ":" and "@" for the ends of words, so they are put together again, and of an
// answer only what readline will replace is handed back: what is behind "=" or ":", or begins with
// "@".
constexpr std::string_view bash_script =
    R"(# bash completion for acapctl; printed by 'acapctl completion bash'
_acapctl() {
    local line=${COMP_LINE:0:COMP_POINT} words=() blanks piece='' i
    for ((i = 0; i <= COMP_CWORD; i++)); do
        blanks=${line%%[![:blank:]]*}
        line=${line#"$blanks"}
        piece=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || piece=$line
        if [[ $i == 0 || -n $blanks ]]; then
            words+=("$piece")
        else
            words[${#words[@]} - 1]+=$piece
        fi
        line=${line#"$piece"}
    done
    local current=${words[${#words[@]} - 1]} done answer
    [[ $piece != [=:] ]] || piece=
    done=${current%"$piece"}
    done=${done%@}
    COMPREPLY=()
    while IFS=$'\t' read -r answer _; do
        if [[ $answer == :files ]]; then
            compopt -o default 2>/dev/null
        else
            COMPREPLY+=("${answer#"$done"}")
        fi
    done < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
    [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
}
complete -F _acapctl acapctl
)";

constexpr std::string_view zsh_script = R"(#compdef acapctl
# zsh completion for acapctl; printed by 'acapctl completion zsh'
_acapctl() {
    local line files
    local -a found
    for line in "${(@f)$("${(Q)words[1]}" __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        if [[ $line == :files ]]; then
            files=yes
        elif [[ -n $line ]]; then
            found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        fi
    done
    (( ! $#found )) || _describe -t words word found
    [[ -z $files ]] || _files
}
# Autoloaded from $fpath this file is the body of the first call; sourced, it only defines.
if [ "$funcstack[1]" = _acapctl ]; then
    _acapctl "$@"
else
    compdef _acapctl acapctl
fi
)";

constexpr std::string_view fish_script =
    R"(# fish completion for acapctl; printed by 'acapctl completion fish'
function __acapctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    command -q "$program"; or return
    for line in ($program __complete $words "$current" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$current"
        else
            printf '%s\n' "$line"
        end
    end
end
complete -c acapctl -f -a '(__acapctl_complete)'
)";

std::string script_for(const std::string& shell) {
    const std::string_view script = shell == "bash"  ? bash_script
                                    : shell == "zsh" ? zsh_script
                                                     : fish_script;
    return std::string(script.substr(0, script.size() - 1)); // print_page() ends the last line
}

ExitCode run_completion(const CompletionOptions& options, Context& context) {
    const std::string script = script_for(options.shell);
    if (context.terminal.json())
        context.terminal.print_document(
            {{"kind", "acapctl.completion/v1"}, {"shell", options.shell}, {"script", script}});
    else
        context.terminal.print_page(script);
    return ExitCode::done;
}

} // namespace

void add_completion(Verbs& verbs) {
    auto options = Verbs::options<CompletionOptions>();
    Command verb = verbs.add("completion", "Print a shell completion script",
                             [options](Context& c) { return run_completion(*options, c); });
    verb.add_option("SHELL", options->shell, "bash, zsh or fish")
        .required()
        .one_of({"bash", "zsh", "fish"});
    verb.footer("Examples:\n"
                "  source <(acapctl completion bash)\n"
                "  acapctl completion zsh > ~/.zsh/functions/_acapctl\n"
                "  acapctl completion fish > ~/.config/fish/completions/acapctl.fish");
}

} // namespace acapctl::cli
