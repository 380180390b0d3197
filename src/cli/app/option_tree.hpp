#pragma once
// The tree of verbs and options: the one source of help, completions, typo suggestions and the
// reference.

#include "cli/app/verb.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::cli {

struct GlobalOptions {
    Terminal::Options terminal;
    std::string color{}; // auto, always or never; empty: not given
};

void declare_globals(const Command& root, GlobalOptions& globals);

// As far as the command line needs them.
void declare_verbs(Verbs& verbs, int argc, char** argv);

// The verb (or sub-verb, or the root) that the command line names, found without parsing.
Command chosen_verb(const Command& root, int argc, char** argv);

// As far down from `root` as the words name verbs.
Command find_verb(const Command& root, const std::vector<std::string>& words);

struct UnknownWord {
    std::string kind; // "verb" or "option"
    std::string word;
    std::string suggestion; // "Did you mean ...?" or empty
};
// The first word of the command line that `verb` does not know, if that is what is wrong.
std::optional<UnknownWord> unknown_word(const Command& verb, int argc, char** argv);

// The option names ("-t", "--target") of one verb, those of every verb included.
std::vector<std::string> option_names(const Command& verb);

} // namespace acapctl::cli
