#pragma once
// From a project directory to packages.

#include "acapctl/package.hpp"
#include "build/engine.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::build {

struct Plan;

// What was asked for. Whatever is left empty comes from the project: acapctl.toml, Dockerfile,
// manifest.
struct Request {
    std::filesystem::path directory = ".";
    std::vector<std::string> apps{};          // of a monorepo; empty: all
    std::vector<std::string> architectures{}; // empty: the manifest's own, else aarch64
    std::string chip{};
    std::string variant{}; // of the manifest; empty: the chip's, if there is one
    bool all = false;      // every architecture and every variant
    EngineOptions engine{};
    std::string sdk_why{}; // why this SDK, for the record
    std::optional<bool> use_dockerfile{};
    std::string target{};                           // stage of the Dockerfile
    std::map<std::string, std::string> arguments{}; // for the Dockerfile
    std::filesystem::path output{};                 // empty: build/ in the project directory
    Compression compression = Compression::fast;
    std::vector<std::string> additional_files{};
    // Checks the manifest against the SDK's schema and brings it up to date as the SDK's own tool
    // does; false: the manifest is packed as it is, but for its architecture.
    bool validate = true;
    std::optional<bool> mend{};
};

struct Built {
    PackedPackage package{};
    std::string chip{};
    std::string variant{};
    Toolchain toolchain{}; // all empty when nothing had to be compiled
};

// What build() would do. Asks no daemon and writes nothing.
std::vector<Plan> plan(const Request& request);

// Carries out the plans of the request, one after the other. Throws build_failed when a compiler
// or a Dockerfile fails.
std::vector<Built> build(const Request& request, const Observer& observer, std::stop_token stop);

} // namespace acapctl::build
