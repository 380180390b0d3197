#pragma once
// What the Makefile of a project links, read without running anything of it.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::lint {

struct Makefile {
    std::string name{};                   // "Makefile"; empty: there is none
    std::vector<std::string> packages{};  // asked of pkg-config
    std::vector<std::string> libraries{}; // of -l flags: "libaxoverlay.so"
};

// Values of variables are followed, functions and conditions are not: both branches count.
Makefile parse_makefile(std::string_view text);
// Of the directory, or of app/ in it; an empty one if there is none, or it cannot be read.
Makefile read_makefile(const std::filesystem::path& directory);

} // namespace acapctl::lint
