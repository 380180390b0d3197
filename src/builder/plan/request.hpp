#pragma once
// What is asked of a build.

#include "acapctl/package.hpp"
#include "builder/plan/engine_kind.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::builder {

// How the build tree gets into the container: mounted, which needs an engine that sees the files of
// this machine, or copied there and back. automatic: mounted unless the engine is remote or turns
// out not to see them.
enum class Transfer { automatic, mount, copy };

struct EngineOptions {
    std::optional<EngineKind> kind{}; // nothing: docker or podman, or an SDK on this machine
    std::string sdk_version{};        // asked for by its number
    std::string axis_os{};            // asked for: the newest SDK whose applications run there
    // Of the device that waits for the package: the same, where neither the user nor the project
    // names an SDK.
    std::string device_axis_os{};
    std::string network{}; // of the container; empty: the engine's default
    Transfer transfer = Transfer::automatic;
    bool any_image = false;      // even one that is not what was released under its name
    std::string sdk_directory{}; // of an SDK on this machine; empty: one that is detected, if any
};

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
    bool ccache = false;       // or the project file says so
    bool compile_only = false; // and pack nothing; the last build stays what it was
    bool rebuild = false;      // from scratch, and even what is up to date
    std::size_t jobs = 0;      // packages built at a time; 0: as many as there are processors
};

} // namespace acapctl::builder
