#pragma once
// What came of the devices of a command, in a file for others: JUnit XML for a CI service, Markdown
// for its summary, a page for a person, JSON for a script.

#include "cli/app/verb.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

// --report FILE. What is written is decided by the ending of the name; "github" adds Markdown to
// the step summary of GitHub Actions.
void add_report_option(const Command& verb, std::string& file);

// Before the work begins: throws a usage error for a name that says nothing of what is wanted, and
// invalid_input where it could not be written.
void check_report(const std::string& file, const Context& context);

// `document` is a devices document. Throws invalid_input if the file cannot be written.
void write_report(const std::string& file, const nlohmann::json& document, const Context& context);

// The texts themselves, for tests.
std::string junit_report(const nlohmann::json& document);
std::string markdown_report(const nlohmann::json& document);
std::string html_report(const nlohmann::json& document);

} // namespace acapctl::cli
