#pragma once
// Where the compiler runs: in an SDK container (docker, podman), in an SDK on this machine (local)
// or without an SDK (host).

#include "builder/plan/engine_kind.hpp"
#include "sdk/catalog.hpp"
#include "support/notice.hpp"
#include "support/subprocess.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::builder {

// How a build tells what happens; each is called with one line.
struct Observer {
    std::function<void(const Notice&)> note;      // a step begins
    std::function<void(std::string_view)> output; // the compiler says something
    std::function<void(const Notice&)> warn;
};

// By image, what its registry knows it as; empty: imported, mirrored or built here.
using RegistryDigests = std::map<std::string, std::string>;

// What was found out before compiling, and goes into the build record.
struct Toolchain {
    std::optional<EngineKind> engine{}; // nothing: nothing had to be compiled
    std::string sdk{};                  // SDK version, or "host"
    std::string sdk_why{};              // why this one; empty: nothing was asked for
    std::string image{};    // name: the SDK's, or the one a Dockerfile made; empty for host
    std::string image_id{}; // digest of its configuration; empty for host
    RegistryDigests registry_digests{}; // of the SDK's image, or of those a Dockerfile begins with
    std::string sdk_directory{};        // of an SDK on this machine; empty: none
    std::string axis_os{};              // the SDK's AXIS_OS_VERSION; empty when unknown
    std::string fingerprint{};          // changes when objects built before can no longer be linked
};

class EarlyAnswers;
struct DockerfileBuild;
struct Plan;
struct Step;

// Carries out the steps of plans that name it.
class Engine {
  public:
    virtual ~Engine() = default;

    // Makes sure that what the plan compiles with is there, fetching an image if it must. For a
    // Dockerfile, whose image is the build's own doing, it only tells what is there by now.
    virtual Toolchain prepare(const Plan& plan, const Observer& observer, std::stop_token stop) = 0;
    // Pulls what a Dockerfile begins with and is not here. BuildKit would keep that where nobody
    // can ask for its digest. A pull that fails is left to the builder, which may not need the
    // image.
    virtual void fetch_images(const DockerfileBuild&, const Observer&, const std::stop_token&) {}
    // Runs one command of the plan; returns its exit status. A container of a step that fails or is
    // interrupted is removed.
    virtual int run(const Plan& plan, const Step& step, const Observer& observer,
                    std::stop_token stop) = 0;

    // A lock that whatever it runs holds too, so that no other build meets a compiler that outlived
    // this process.
    void hold(int lock) { lock_ = lock; }

  protected:
    // The command of a step; returns its exit status.
    int run_step(const Step& step, const std::function<void(std::string_view)>& on_line,
                 std::stop_token stop) const;

  private:
    int lock_ = -1;
};

// The engine asked for; nothing: docker, then podman, never host. Throws engine_unavailable.
EngineKind resolve_engine(std::optional<EngineKind> asked, const Observer& observer,
                          std::stop_token stop);
// The same without asking a daemon: what would be tried first.
EngineKind likely_engine(std::optional<EngineKind> asked);

// The catalog, which must outlive it, knows what Axis released under an image's name.
// So must what is known of images already, if anything is.
std::unique_ptr<Engine> make_engine(EngineKind kind, const sdk::Catalog& catalog,
                                    const EarlyAnswers* early = nullptr);

} // namespace acapctl::builder
