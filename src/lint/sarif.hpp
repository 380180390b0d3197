#pragma once
// A lint report in the forms that other programs read.

#include "lint/lint.hpp"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::lint {

// Static Analysis Results Interchange Format 2.1.0, one run. Ignored findings carry a suppression
// with its reason.
nlohmann::ordered_json sarif(const Report& report, const std::string& program_version);

// Workflow commands of GitHub Actions, one line a finding: "::error file=...,line=...::message".
// Ignored findings are left out.
std::vector<std::string> github_annotations(const Report& report);

// {"kind":"acapctl.lint/v1","findings":[...],"summary":{...}}
nlohmann::json json_report(const Report& report);

} // namespace acapctl::lint
