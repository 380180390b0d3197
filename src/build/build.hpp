#pragma once
// From a project directory to packages.

#include "acapctl/package.hpp"
#include "build/engine.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::build {

struct Request {
    std::filesystem::path directory = ".";
    std::vector<std::string> architectures{}; // empty: the manifest's own, else aarch64
    std::string chip{};                       // for the record only
    EngineOptions engine{};
    std::filesystem::path output{}; // empty: build/ in the project directory
    Compression compression = Compression::fast;
    std::vector<std::string> additional_files{};
    // Checks the manifest against the SDK's schema and brings it up to date as the SDK's own tool
    // does; false: the manifest is packed as it is, but for its architecture.
    bool validate = true;
};

struct Built {
    PackedPackage package{};
    std::string chip{};
    Toolchain toolchain{}; // all empty when nothing had to be compiled
};

// Builds for each architecture in turn. Throws build_failed when make fails.
std::vector<Built> build(const Request& request, const Observer& observer, std::stop_token stop);

} // namespace acapctl::build
