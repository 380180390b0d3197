#pragma once
// What came of the devices of a command, in a file for others: JUnit XML for a CI service, Markdown
// for its summary, a page for a person, JSON for a script.

#include "cli/app/verb.hpp"

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

// --report FILE, several times. What is written is decided by the ending of the name; "github" adds
// Markdown to the step summary of GitHub Actions.
void add_report_option(const Command& verb, std::vector<std::string>& files);

// Before the work begins: throws a usage error for a name that says nothing of what is wanted, or
// is there twice or is one of `used`, the files that the command itself reads and writes, and
// invalid_input where it could not be written.
void check_reports(const std::vector<std::string>& files, const std::vector<std::string>& used,
                   const Context& context);

// `document` is a devices document. Then calls `print`, whose exit code it gives: a result that
// nobody can be shown takes no report along. Throws invalid_input if a file cannot be written, when
// all others are and all is printed.
ExitCode write_reports(const std::vector<std::string>& files, const nlohmann::json& document,
                       const Context& context, const std::function<ExitCode()>& print);

// The texts themselves, for tests.
std::string junit_report(const nlohmann::json& document);
std::string markdown_report(const nlohmann::json& document);
std::string html_report(const nlohmann::json& document);

} // namespace acapctl::cli
