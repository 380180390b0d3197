#pragma once
// Pages that are printed instead of running a verb: of help, and the version.

#include "cli/app/command.hpp"
#include "terminal/terminal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::cli {

// What `--help` prints of a verb: a line for each option, as long as it takes.
std::string help_page(const Command& verb);

// The verb as `help` takes it: "device add"; of the root "acapctl".
std::string topic_of(const Command& verb);

// Text, or the document of acapctl.help/v1.
void print_help(Terminal& terminal, const std::string& topic, std::string_view page);
void print_version(Terminal& terminal); // or the document of acapctl.version/v1

// What `help` explains besides verbs: "exit-codes".
std::vector<std::string> help_topics();

} // namespace acapctl::cli
