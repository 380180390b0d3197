#pragma once
// Findings for other verbs than lint itself.

#include "cli/app/verb.hpp"
#include "lint/lint.hpp"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

// All rules, with the schemas of the SDK that built each project last, else the built-in ones.
lint::Report lint_projects(const std::vector<std::string>& directories, Context& context);
// As lint prints them: its document, where errors are what fails;
nlohmann::json findings_document(const lint::Report& report);
// and the findings, and then how many there are.
void print_findings(const lint::Report& report, Terminal& terminal);

} // namespace acapctl::cli
