#pragma once
// Whether the sources are still those that a package was built from. Reads the project and the
// records of its builds; runs nothing, asks no engine.

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::builder {

struct SourcesOf {
    std::filesystem::path package{}; // as LastBuild has it
    // Those that are new, gone or other ones, relative to the directory of the sources and sorted.
    // Nothing: it cannot be told, as when they changed while they were built.
    std::optional<std::vector<std::string>> changed{};
};

// Of every package that is recorded as built here by this user.
std::vector<SourcesOf> sources_since_build(const std::filesystem::path& project,
                                           const std::stop_token& stop = {});

} // namespace acapctl::builder
