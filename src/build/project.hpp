#pragma once
// What kind of project a directory holds.

#include <filesystem>
#include <string>

namespace acapctl::build {

struct Project {
    std::filesystem::path directory; // as the user named it; packages go to build/ below it
    std::filesystem::path root;      // where manifest and Makefile are: the directory or its app/
    std::filesystem::path manifest;  // relative to root
    std::string app_name;
    std::string architecture; // setup.architecture of the manifest; may be empty
    bool has_makefile = false;
    bool has_dockerfile = false;
};

// Throws invalid_input if no manifest is there or it cannot be read.
Project find_project(const std::filesystem::path& directory);

} // namespace acapctl::build
