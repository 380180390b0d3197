#include "cli/app/option_tree.hpp"

#include "cli/app/verbs.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <string_view>

namespace acapctl::cli {

namespace {

// The words that name verbs or are their arguments: no options, and not the value of --color, the
// one option before a verb that takes one.
std::vector<std::string> plain_words(int argc, char** argv) {
    std::vector<std::string> words;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--") break;
        if (word == "--color") ++i;
        if (!word.starts_with('-')) words.emplace_back(word);
    }
    return words;
}

struct Declaration {
    std::string_view verb;
    void (*declare)(Verbs&);
    bool shows_all = false; // what it prints is the whole tree
};

// In the order of the help page.
constexpr Declaration declarations[] = {
    {"new", add_new},         {"build", add_build},     {"shell", add_shell},
    {"pack", add_pack},       {"inspect", add_inspect}, {"extract", add_extract},
    {"diff", add_diff},       {"lint", add_lint},       {"explain", add_explain},
    {"device", add_device},   {"deploy", add_deploy},   {"run", add_run},
    {"list", add_list},       {"start", add_start},     {"stop", add_stop},
    {"restart", add_restart}, {"remove", add_remove},   {"logs", add_logs},
    {"wait", add_wait},       {"params", add_params},   {"license", add_license},
    {"policy", add_policy},   {"probe", add_probe},     {"emulate", add_emulate},
    {"compat", add_compat},   {"sdk", add_sdk},         {"completion", add_completion, true},
    {"help", add_help, true},
};

} // namespace

void declare_globals(const Command& root, GlobalOptions& globals) {
    const OptionGroup everywhere(root, "Everywhere");
    Terminal::Options& terminal = globals.terminal;
    root.add_flag("--json", terminal.json, "Print one JSON document");
    root.add_flag("-q,--quiet", terminal.quiet, "No notes and no progress");
    root.add_counted_flag("-v,--verbose", terminal.verbosity,
                          "Say more; twice for requests and replies");
    root.add_option("--color", globals.color, "When to use colours: auto, always or never")
        .type_name("WHEN")
        .one_of({"auto", "always", "never"});
}

// A verb that the first word names needs no other; everything else, a mistyped verb too, sees all
// of them, which is a fifth of the time of a start.
void declare_verbs(Verbs& verbs, int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "--version") return;
    const std::vector<std::string> words = plain_words(argc, argv);
    for (const Declaration& one : declarations)
        if (!words.empty() && one.verb == words.front() && !one.shows_all)
            return one.declare(verbs);
    for (const Declaration& one : declarations) one.declare(verbs);
}

Command chosen_verb(const Command& root, int argc, char** argv) {
    return find_verb(root, plain_words(argc, argv));
}

Command find_verb(const Command& root, const std::vector<std::string>& words) {
    Command verb = root;
    for (const std::string& word : words) {
        const auto subs = verb.sub_verbs();
        const auto match = std::ranges::find(subs, word, &Command::name);
        if (match == subs.end()) break;
        verb = *match;
    }
    return verb;
}

std::optional<UnknownWord> unknown_word(const Command& verb, int argc, char** argv) {
    const std::vector<std::string> options = option_names(verb);
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
        const std::string_view word = argv[i];
        if (word.size() < 2 || word[0] != '-') continue;
        std::string name(word.substr(0, word[1] == '-' ? word.find('=') : 2));
        if (std::ranges::find(options, name) == options.end())
            return UnknownWord{"option", name, text::did_you_mean(name, options)};
    }
    std::vector<std::string> verbs;
    for (const Command& sub : verb.sub_verbs()) verbs.push_back(sub.name());
    std::size_t depth = 0;
    for (Command at = verb; !at.is_root(); at = at.parent()) ++depth;
    const std::vector<std::string> words = plain_words(argc, argv);
    if (verbs.empty() || words.size() <= depth) return std::nullopt;
    return UnknownWord{"verb", words[depth], text::did_you_mean(words[depth], verbs)};
}

std::vector<std::string> option_names(const Command& verb) {
    std::vector<std::string> names;
    for (Command at = verb;; at = at.parent()) {
        const bool own = &at.app() == &verb.app();
        for (const OptionFacts& option : at.options()) {
            if (option.positional || !(own || option.everywhere)) continue;
            for (const std::string& name : option.short_names) names.push_back("-" + name);
            for (const std::string& name : option.long_names) names.push_back("--" + name);
        }
        if (at.is_root()) return names;
    }
}

} // namespace acapctl::cli
