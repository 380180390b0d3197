#pragma once
// package.conf: the shell assignments that older AXIS OS reads a package's properties from.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

struct Manifest;

// Reads what is out in the world: double-quoted, single-quoted, bare and wrongly quoted values,
// CRLF, no final newline. Never fails; a line without '=' says nothing. Of a repeated key the last
// value counts, as in a shell.
std::map<std::string, std::string> parse_package_conf(std::string_view text);

struct PackageConfTarget {
    std::string architecture;               // for a manifest that names none
    std::vector<std::string> other_files{}; // the additional files, as given
};

// Writes the file as the SDK does: its keys, its order, its defaults, nothing escaped. Throws
// invalid_input for a value that a shell would not read as one harmless assignment.
std::string write_package_conf(const Manifest& manifest, const PackageConfTarget& target);

// True if a shell reads `line` as one assignment that neither runs nor expands anything.
bool is_plain_assignment(std::string_view line);

// NAME_MAJOR_MINOR_PATCH_ARCH.eap
std::string package_file_name(const Manifest& manifest, std::string_view architecture);

} // namespace acapctl
