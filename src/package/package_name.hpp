#pragma once
// How the file of a package is called.

#include "acapctl/package.hpp"

#include <string>

namespace acapctl {

// As the official packer names it, by what the package says of itself, whatever its file is called.
// Throws invalid_input where that can be no name.
std::string package_file_name(const Package& package);

} // namespace acapctl
