#pragma once
// How the file of a package is called.

#include "acapctl/package.hpp"

#include <filesystem>
#include <string>

namespace acapctl {

// As the official packer names it, by what the package says of itself, whatever its file is called.
// Throws invalid_input where that can be no name.
std::string package_file_name(const Package& package);

// Where the signed copy of a package stands: beside it, "door_1_0_0_aarch64_signed.eap".
std::filesystem::path signed_name(const std::filesystem::path& package);

} // namespace acapctl
