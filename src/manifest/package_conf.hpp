#pragma once
// package.conf: the shell assignments that older AXIS OS reads a package's properties from.

#include <map>
#include <string>
#include <string_view>

namespace acapctl {

// Reads what is out in the world: double-quoted, single-quoted, bare and wrongly quoted values,
// CRLF, no final newline. Never fails; a line without '=' says nothing. Of a repeated key the last
// value counts, as in a shell.
std::map<std::string, std::string> parse_package_conf(std::string_view text);

} // namespace acapctl
