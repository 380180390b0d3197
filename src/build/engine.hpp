#pragma once
// Where the compiler runs: in an SDK container (docker, podman) or on this machine (host).

#include "sdk/catalog.hpp"
#include "support/subprocess.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::build {

enum class EngineChoice { automatic, docker, podman, host };

// How a build tells what happens; each is called with one line.
struct Observer {
    std::function<void(std::string_view)> note;   // a step begins
    std::function<void(std::string_view)> output; // the compiler says something
    std::function<void(std::string_view)> warn;
};

// What was found out before compiling, and goes into the build record.
struct Toolchain {
    std::string engine{};      // docker, podman or host
    std::string sdk{};         // SDK version, or "host"
    std::string image{};       // name; empty for host
    std::string image_id{};    // digest of its configuration; empty for host
    std::string axis_os{};     // the SDK's AXIS_OS_VERSION; empty when unknown
    std::string fingerprint{}; // changes when objects built before can no longer be linked
};

class Engine {
  public:
    virtual ~Engine() = default;

    // Makes sure the compiler for `architecture` is there, fetching an image if it must.
    virtual Toolchain prepare(const sdk::Architecture& architecture, const Observer& observer,
                              std::stop_token stop) = 0;
    // Runs make in `tree`; returns its exit status.
    virtual int make(const std::filesystem::path& tree, const sdk::Architecture& architecture,
                     const Toolchain& toolchain, const Observer& observer,
                     std::stop_token stop) = 0;
};

struct EngineOptions {
    EngineChoice choice = EngineChoice::automatic;
    std::string sdk_version{}; // empty: the newest stable
    std::string network{};     // of the container; empty: the engine's default
};

// automatic: docker, then podman, never host. Throws engine_unavailable.
std::unique_ptr<Engine> make_engine(const EngineOptions& options, const Observer& observer,
                                    std::stop_token stop);

std::unique_ptr<Engine> make_container_engine(std::string program, const EngineOptions& options);
std::unique_ptr<Engine> make_host_engine();

} // namespace acapctl::build
