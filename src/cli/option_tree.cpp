#include "cli/option_tree.hpp"

#include "cli/verbs.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <string_view>

namespace acapctl::cli {

namespace {

ColorMode color_mode(const std::string& when) {
    if (when == "auto") return ColorMode::automatic;
    if (when == "always") return ColorMode::always;
    if (when == "never") return ColorMode::never;
    throw CLI::ValidationError("--color", "it is auto, always or never");
}

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

void declare_globals(CLI::App& root, GlobalOptions& globals) {
    Terminal::Options& terminal = globals.terminal;
    root.add_flag("--json", terminal.json, "Print one JSON document")->group("Everywhere");
    root.add_flag("-q,--quiet", terminal.quiet, "No notes and no progress")->group("Everywhere");
    root.add_flag("-v,--verbose", terminal.verbosity, "Say more; twice for requests and replies")
        ->group("Everywhere");
    root.add_option_function<std::string>(
            "--color", [&terminal](const std::string& when) { terminal.color = color_mode(when); },
            "When to use colours: auto, always or never")
        ->type_name("WHEN")
        ->group("Everywhere");
    root.set_version_flag("--version", "acapctl " ACAPCTL_VERSION, "Print the version");
    root.set_help_flag("-h,--help", "Print help");
}

// A verb's help ends with the options that belong to every verb.
class HelpFormatter : public CLI::Formatter {
  public:
    std::string make_help(const CLI::App* app, std::string name,
                          CLI::AppFormatMode mode) const override {
        std::string help = CLI::Formatter::make_help(app, std::move(name), mode);
        // CLI11 puts two empty lines between groups.
        for (auto at = help.find("\n\n\n"); at != std::string::npos; at = help.find("\n\n\n"))
            help.erase(at, 1);
        if (app->get_parent() == nullptr) return help;
        const CLI::App* root = app;
        while (root->get_parent() != nullptr) root = root->get_parent();
        const auto is_global = [](const CLI::Option* option) {
            return option->get_group() == "Everywhere";
        };
        help += make_group("Everywhere", false, root->get_options(is_global));
        return help;
    }
};

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

} // namespace

void declare_options(CLI::App& root, GlobalOptions& globals, Verbs& verbs, int argc, char** argv) {
    auto formatter = std::make_shared<HelpFormatter>();
    formatter->column_width(34);
    root.formatter(formatter);
    root.description("acapctl builds, packs, checks, deploys and observes ACAP applications on "
                     "Axis devices.");

    root.require_subcommand(1);
    declare_globals(root, globals);
    declare_verbs(verbs, argc, argv);
}

const CLI::App& chosen_verb(const CLI::App& root, int argc, char** argv) {
    return find_verb(root, plain_words(argc, argv));
}

const CLI::App& find_verb(const CLI::App& root, const std::vector<std::string>& words) {
    const CLI::App* verb = &root;
    for (const std::string& word : words) {
        const auto subs = sub_verbs(*verb);
        const auto match = std::ranges::find(subs, word, &CLI::App::get_name);
        if (match == subs.end()) break;
        verb = *match;
    }
    return *verb;
}

std::string full_name(const CLI::App& verb) {
    if (verb.get_parent() == nullptr) return verb.get_name();
    return full_name(*verb.get_parent()) + " " + verb.get_name();
}

std::string help_page(const CLI::App& verb) {
    // Not verb.help(): of an ancestor of the verb that runs, that is the page of the one that runs.
    return verb.get_formatter()->make_help(&verb, full_name(verb), CLI::AppFormatMode::Normal);
}

std::optional<UnknownWord> unknown_word(const CLI::App& verb, int argc, char** argv) {
    const std::vector<std::string> options = option_names(verb);
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
        const std::string_view word = argv[i];
        if (word.size() < 2 || word[0] != '-') continue;
        std::string name(word.substr(0, word[1] == '-' ? word.find('=') : 2));
        if (std::ranges::find(options, name) == options.end())
            return UnknownWord{"option", name, text::did_you_mean(name, options)};
    }
    std::vector<std::string> verbs;
    for (const CLI::App* sub : sub_verbs(verb)) verbs.push_back(sub->get_name());
    std::size_t depth = 0;
    for (const CLI::App* at = verb.get_parent(); at != nullptr; at = at->get_parent()) ++depth;
    const std::vector<std::string> words = plain_words(argc, argv);
    if (verbs.empty() || words.size() <= depth) return std::nullopt;
    return UnknownWord{"verb", words[depth], text::did_you_mean(words[depth], verbs)};
}

std::vector<const CLI::App*> sub_verbs(const CLI::App& verb) {
    return verb.get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); });
}

std::vector<std::string> option_names(const CLI::App& verb) {
    std::vector<std::string> names;
    for (const CLI::App* app = &verb; app != nullptr; app = app->get_parent())
        for (const CLI::Option* option : app->get_options()) {
            if (option->get_positional() || (app != &verb && option->get_group() != "Everywhere"))
                continue;
            for (const std::string& name : option->get_snames()) names.push_back("-" + name);
            for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        }
    return names;
}

} // namespace acapctl::cli
