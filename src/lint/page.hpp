#pragma once
// The page about a rule, for `acapctl explain` and docs/rules.

#include "lint/rules.hpp"

#include <string>

namespace acapctl::lint {

// Markdown; also readable as it is.
std::string page(const Rule& rule);
// The list of all rules, docs/rules/README.md.
std::string index_page();

} // namespace acapctl::lint
