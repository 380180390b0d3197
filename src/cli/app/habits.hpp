#pragma once
// What people type who come from cargo, docker, kubectl or adb: other names of verbs, and what to
// say where the word means something else here.

#include "cli/app/command.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::cli {

// The verb that `word` is another name of: "list" for "ls"; else the word itself.
std::string_view verb_for(std::string_view word);
std::vector<std::string> other_names(std::string_view verb);

// What to type instead of a verb, or of an option of `verb`, that does not exist; empty: not known.
std::string verb_hint(std::string_view word);
std::string option_hint(const Command& verb, std::string_view option);

// Whether the option's value may be a password, which no message must repeat.
bool names_password(std::string_view option);

} // namespace acapctl::cli
