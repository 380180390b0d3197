#pragma once
// Takes away what builds left in projects.

#include "builder/engines/engine.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::builder {

struct Removed {
    std::filesystem::path path{};
    std::uint64_t size = 0; // of all the files in it, in bytes
};

struct Kept {
    std::filesystem::path path{};
    std::string reason{}; // a phrase
};

struct Cleaned {
    std::vector<Removed> removed{};
    std::vector<Kept> kept{};
};

// Removes build/.acapctl of the project in `directory` and of those below it, as deep as build()
// finds them, and the packages that were ever built there, with their signed copies, as long as
// they are what was built; then `build` if it is empty. Nothing else: no record of somebody else is
// believed, and no link is followed. With `only_tell` nothing is removed. Waits for builds that use
// a tree. Throws invalid_input if there is no such directory, or if something that is to go cannot
// be removed.
Cleaned clean(const std::filesystem::path& directory, bool only_tell, const Observer& observer,
              const std::stop_token& stop);

} // namespace acapctl::builder
