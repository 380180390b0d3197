#pragma once
// The one way to read TOML.

#include <string_view>

#include <toml++/toml.h>

namespace acapctl {

// Throws invalid_input, "FILE:LINE:COLUMN: what", for what is no TOML or is nested deeper than
// deepest_nesting: toml++ bounds lists, but not the parts of a dotted key, each of which is a table
// in a table.
toml::table parse_toml(std::string_view text, std::string_view file);

} // namespace acapctl
