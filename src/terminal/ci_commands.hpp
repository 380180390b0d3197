#pragma once
// CI systems read commands out of the log of a job, whoever wrote them there: a device, a package.
// Here such text is made harmless; it stays readable. Pure, but for in_ci_job().

#include <string>
#include <string_view>

namespace acapctl {

// Whether this process belongs to a job of GitHub Actions, or of those that run its workflows, or
// of Azure Pipelines.
bool in_ci_job();

// A line, or several. "::error::" at the beginning of one, with blanks before it or not (GitHub's
// documentation of workflow commands), becomes "\x3a:error::". "##[error]" (actions/runner,
// ActionCommand.cs) and "##vso[" (azure-pipelines-agent, Command.cs), which count anywhere in a
// line, become "\x23#[error]".
std::string without_ci_commands(std::string_view lines);

// A JSON document: the same value, in which no string has such text as it is.
std::string json_without_ci_commands(std::string_view json);

} // namespace acapctl
