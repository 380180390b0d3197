#pragma once
// From a project directory to packages.

#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "build/engine.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::build {

struct Plan;

// Who writes the package: acapctl, the SDK's own acap-build, or both for comparison, of which
// acapctl's is kept.
enum class Packer { own, sdk, both };

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
    std::optional<bool> use_dockerfile{};
    std::string target{};                           // stage of the Dockerfile
    std::map<std::string, std::string> arguments{}; // for the Dockerfile
    std::filesystem::path output{};                 // empty: build/ in the project directory
    Compression compression = Compression::fast;
    Packer packer = Packer::own;
    std::vector<std::string> additional_files{};
    // Checks the manifest against the SDK's schema and brings it up to date as the SDK's own tool
    // does; false: the manifest is packed as it is, but for its architecture.
    bool validate = true;
    std::optional<bool> mend{};
    bool ccache = false;  // or the project file says so
    bool rebuild = false; // from scratch, and even what is up to date
    std::size_t jobs = 0; // packages built at a time; 0: as many as there are processors
};

using Images = std::map<std::string, std::string>; // name -> digest of its configuration

struct Built {
    PackedPackage package{};
    std::string application{}; // appName
    std::string chip{};
    std::string variant{};
    Toolchain toolchain{};          // all empty when nothing had to be compiled
    Images images{};                // it came from; empty if they could not be told
    std::filesystem::path record{}; // of how it came about (docs/build.md)
    bool up_to_date = false;        // nothing was done: its inputs are those of the last build
};

// One package that could not be built, beside others.
struct Failed {
    std::string application{};
    std::string architecture{};
    std::string variant{};
    Failure failure{}; // its message says which of them
};

struct Report { // both in the order of the plans
    std::vector<Built> packages{};
    std::vector<Failed> failures{};
    std::size_t plans = 0;
};

// What build() would do. Asks no daemon and writes nothing.
std::vector<Plan> plan(const Request& request);

// Carries out the plans of the request that are not up to date, side by side. The observer may be
// called by several threads at once; its lines are labelled when there are several plans. A single
// plan that fails throws; of several, a failure is in the report and the others are finished.
Report build(const Request& request, const Observer& observer, std::stop_token stop);

// All failures of a report in one, which has some: the exit code is theirs if it is the same,
// else build_failed.
Failure summary(const Report& report);

} // namespace acapctl::build
