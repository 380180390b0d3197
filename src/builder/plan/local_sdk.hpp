#pragma once
// An SDK on this machine: acapctl runs in the SDK container itself, or the SDK's files were taken
// out of its image. Then no engine is needed.

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace acapctl::sdk {
class Catalog;
}

namespace acapctl::builder {

struct Project;
struct Request;

struct LocalSdk {
    std::filesystem::path directory{};                      // absolute; /opt/axis/acapsdk
    std::map<std::string, std::filesystem::path> scripts{}; // environment, by architecture
    std::string axis_os{};                                  // empty: unknown
    bool asked = false;                                     // named by the user, not detected

    // Every path in its files is below /opt/axis/acapsdk, so elsewhere they must be rewritten.
    bool is_moved() const;
    // The environment script; any will do for a package of scripts ("all"). Throws
    // engine_unavailable if the SDK does not compile for that architecture.
    const std::filesystem::path& script(const std::string& architecture) const;
};

// The SDK in `directory`, its acapsdk/ or its axis/acapsdk/; nothing if no environment script of a
// known architecture is there.
std::optional<LocalSdk> read_local_sdk(const std::filesystem::path& directory);

// Whether this process runs in a container of docker, podman or Kubernetes, or in the SDK's.
bool is_in_container(const std::filesystem::path& root = "/");

// The SDK to build with instead of an engine: the one asked for, whose absence is an error, or one
// that is found by the environment script's variables or, in a container, in /opt/axis/acapsdk, and
// is what the request wants. Nothing if an engine was named or the project needs one for its
// Dockerfile.
std::optional<LocalSdk> usable_sdk(const Project& project, const Request& request,
                                   const sdk::Catalog& catalog);

// The catalog's version of this SDK; "local" if it cannot be told.
std::string version_of(const LocalSdk& local, const Request& request, const sdk::Catalog& catalog);

} // namespace acapctl::builder
