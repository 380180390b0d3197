#pragma once
// Packages made by the tar and gzip programs, not by the code under test.

#include "support/files.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::samples {

extern const std::string manifest; // of application "sample", version 1.2.3
extern const std::string conf;     // of the same, version 1.2-3

// Runs a program; fails the test if it fails. Returns its standard output.
std::string must_run(const std::vector<std::string>& arguments,
                     const std::filesystem::path& directory, const std::string& input = {});

// A directory with the members of a sound package.
void write_members(const std::filesystem::path& directory);

// `tar --create OPTIONS OPERANDS | gzip -n -9` in `directory`.
std::string archive(const std::filesystem::path& directory,
                    const std::vector<std::string>& arguments);

// A sound package as a string of bytes.
std::string package();

} // namespace acapctl::samples
