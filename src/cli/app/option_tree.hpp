#pragma once
// The tree of verbs and options: the one source of help, completions, typo suggestions and the
// reference.

#include "cli/app/verb.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::cli {

struct GlobalOptions {
    Terminal::Options terminal;
    std::string color{}; // auto, always or never; empty: not given
};

void declare_globals(const Command& root, GlobalOptions& globals);

// Those that a command line needs which begins with the verb `first`; all where that is none.
void declare_verbs(Verbs& verbs, std::string_view first);

// The option names ("-t", "--target") of one verb, those of every verb included.
std::vector<std::string> option_names(const Command& verb);

} // namespace acapctl::cli
