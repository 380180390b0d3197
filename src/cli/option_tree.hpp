#pragma once
// The tree of verbs and options: the one source of help, completions, typo suggestions and the
// reference.

#include "cli/verb.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::cli {

struct GlobalOptions {
    Terminal::Options terminal;
};

// Builds the tree below `root`, as far as the command line needs it.
void declare_options(CLI::App& root, GlobalOptions& globals, Verbs& verbs, int argc, char** argv);

// The verb (or sub-verb, or the root) that the command line names, found without parsing.
const CLI::App& chosen_verb(const CLI::App& root, int argc, char** argv);

// As far down from `root` as the words name verbs.
const CLI::App& find_verb(const CLI::App& root, const std::vector<std::string>& words);

// "acapctl policy set"
std::string full_name(const CLI::App& verb);

// What `--help` prints of it.
std::string help_page(const CLI::App& verb);

struct UnknownWord {
    std::string kind; // "verb" or "option"
    std::string word;
    std::string suggestion; // "Did you mean ...?" or empty
};
// The first word of the command line that `verb` does not know, if that is what is wrong.
std::optional<UnknownWord> unknown_word(const CLI::App& verb, int argc, char** argv);

// Visible sub-verbs and the option names ("-t", "--target") of one verb, globals included.
std::vector<const CLI::App*> sub_verbs(const CLI::App& verb);
std::vector<std::string> option_names(const CLI::App& verb);

} // namespace acapctl::cli
