#pragma once
// Labels and values: on a terminal in columns, piped with a tab between them, as tables are.

#include "terminal/terminal.hpp"

#include <string>

namespace acapctl::cli {

// Nothing for an empty value.
void print_summary_line(const char* label, const std::string& value, Terminal& terminal);

} // namespace acapctl::cli
