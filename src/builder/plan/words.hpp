#pragma once
// Pieces that the commands of a build are made of.

#include "support/append.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::builder {

using Words = std::vector<std::string>;

// A path as the commands name it: absolute, without "." and "..".
std::string full_path(const std::filesystem::path& path);
// The same, quoted where a shell would not leave it alone.
std::string quoted(const std::filesystem::path& path);

} // namespace acapctl::builder
