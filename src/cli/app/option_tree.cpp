#include "cli/app/option_tree.hpp"

#include "cli/app/habits.hpp"
#include "cli/app/verbs.hpp"

namespace acapctl::cli {

namespace {

struct Declaration {
    std::string_view verb;
    void (*declare)(Verbs&);
    bool shows_all = false; // what it prints is the whole tree
};

// In the order of the help page.
constexpr Declaration declarations[] = {
    {"new", add_new},         {"build", add_build},     {"check", add_check},
    {"clean", add_clean},     {"shell", add_shell},     {"pack", add_pack},
    {"inspect", add_inspect}, {"extract", add_extract}, {"diff", add_diff},
    {"lint", add_lint},       {"explain", add_explain}, {"manifest", add_manifest},
    {"sign", add_sign},       {"device", add_device},   {"deploy", add_deploy},
    {"apply", add_apply},     {"run", add_run},         {"list", add_list},
    {"start", add_start},     {"stop", add_stop},       {"restart", add_restart},
    {"remove", add_remove},   {"logs", add_logs},       {"wait", add_wait},
    {"params", add_params},   {"license", add_license}, {"policy", add_policy},
    {"probe", add_probe},     {"fleet", add_fleet},     {"emulate", add_emulate},
    {"compat", add_compat},   {"sdk", add_sdk},         {"completion", add_completion},
    {"help", add_help, true}, {"version", add_version},
};

} // namespace

void declare_globals(const Command& root, GlobalOptions& globals) {
    const OptionGroup everywhere(root, OptionFacts::everywhere_group);
    Terminal::Options& terminal = globals.terminal;
    root.add_flag("--json", terminal.json, "Print one JSON document");
    root.add_flag("-q,--quiet", terminal.quiet, "No notes and no progress");
    root.add_counted_flag("-v,--verbose", terminal.verbosity,
                          "Say more; twice for requests and replies");
    root.add_option("--color", globals.color, "When to use colours: auto, always or never")
        .type_name("WHEN")
        .one_of({"auto", "always", "never"});
}

// A verb that is named needs no other; a mistyped one sees all of them, which is a fifth of the
// time of a start.
void declare_verbs(Verbs& verbs, std::string_view first) {
    for (const std::string_view name : {first, verb_for(first)})
        for (const Declaration& one : declarations)
            if (one.verb == name && !one.shows_all) return one.declare(verbs);
    for (const Declaration& one : declarations) one.declare(verbs);
}

std::vector<std::string> option_names(const Command& verb) {
    std::vector<std::string> names;
    for (Command at = verb;; at = at.parent()) {
        const bool own = &at.app() == &verb.app();
        for (const OptionFacts& option : at.options()) {
            if (option.positional || !(own || option.everywhere())) continue;
            names.insert(names.end(), option.names.begin(), option.names.end());
        }
        if (at.is_root()) return names;
    }
}

} // namespace acapctl::cli
