#pragma once
// A project as the package it would become.

#include "package/elf_scan.hpp"

#include <filesystem>

namespace acapctl::lint {

// From its manifest and what is compiled in it so far. A project that is neither compiled nor tied
// to an architecture counts as one for all. Throws invalid_input as read_subject does, and
// for a manifest that cannot be read.
PackageScan scan_project(const std::filesystem::path& directory);

} // namespace acapctl::lint
