#pragma once
// Findings for other verbs than lint itself.

#include "cli/app/verb.hpp"
#include "lint/lint.hpp"

#include <string>
#include <vector>

namespace acapctl::cli {

// All rules, with the schemas of the SDK that built each project last, else the built-in ones.
lint::Report lint_projects(const std::vector<std::string>& directories, Context& context);
// As lint prints them, and then how many there are.
void print_findings(const lint::Report& report, Terminal& terminal);

} // namespace acapctl::cli
