#pragma once
// What a build will do, as data: made by a pure function of what was found and asked for, carried
// out by carry_out.cpp, printed by `build --dry-run`, kept in the build record.

#include "builder/plan/dockerfile.hpp"
#include "builder/plan/engine_kind.hpp"
#include "builder/plan/local_sdk.hpp"
#include "builder/plan/request.hpp"
#include "builder/plan/step.hpp"
#include "sdk/catalog.hpp"
#include "support/notice.hpp"

#include <variant>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::builder {

// What compiles. `none`: nothing does (scripts).
enum class BuildSystem { none, make, meson, cmake };
const char* system_name(BuildSystem system);

// What docker or podman is told of the container, in both kinds of build that have one.
struct Container {
    EngineKind engine = EngineKind::docker;
    std::string name{};     // removed whatever happens
    std::string platform{}; // as the engine calls it: linux/amd64
    std::string network{};  // empty: the engine's default
    bool any_image = false; // even one that is not what was released under its name

    std::string program() const { return engine_name(engine); }
};

// Nothing is compiled, and acapctl packs.
struct PackOnly {};

// docker or podman compiles in a container of the SDK's image.
struct ContainerBuild {
    struct Copied { // the tree travels to the container and back
        Step create{};
        Step send{};
        Step compile{};
        Step fetch{};
        Step remove{};
    };
    struct Steps {
        Step mounted{}; // compiles in the tree itself
        Copied copied{};
    };

    Container container{};
    std::string image{};
    // automatic: mounted, and copied if it turns out that the engine does not see the tree.
    Transfer transfer = Transfer::automatic;
    Steps steps{};

    bool copies() const { return transfer == Transfer::copy; }
};

// An SDK on this machine compiles.
struct LocalBuild {
    LocalSdk local_sdk{};
    std::optional<sdk::Architecture> architecture{}; // of the compiler; nothing: only packs
    Step compile{};
};

// This machine's own cross compilers, without an SDK.
struct HostBuild {
    sdk::Architecture architecture{};
    Step compile{};
};

// The project's Dockerfile is built, and the package taken out of its image.
struct DockerfileBuild {
    struct Steps {
        Step image{};
        Step create{}; // a container to copy from, which never runs
        Step fetch{};
        Step remove{};
    };

    Container container{};
    std::filesystem::path file{}; // relative to the project directory
    Arguments arguments{};
    std::vector<std::string> inherited_arguments{}; // by name, the value from the environment
    std::string stage{};                            // empty: the last
    bool no_cache = false;                          // from scratch
    bool other_builder = false; // than the engine: what it made must be loaded into that
    std::string sdk_image{};    // that it begins with; empty: not known
    std::string image_tag{};    // of the image it makes
    // The images whose content goes into the package; nothing if that cannot be told.
    std::optional<std::vector<std::string>> images_used{};
    std::string result{}; // directory in the image where the package is
    // Why the manifest is no JSON, with the place, where nothing in the Dockerfile mends it.
    std::string manifest_problem{};
    Steps steps{};
};

// What the program is compiled against.
struct PlannedSdk {
    std::string version{}; // or "host"; empty: none, or unknown (a Dockerfile's)
    std::string why{};     // this version; empty: nothing was asked for
    std::string axis_os{}; // that the SDK serves, by the catalog
};

// How acapctl packs. A Dockerfile packs by itself.
struct Packaging {
    Packer packer = Packer::own;
    std::vector<std::string> additional_files{}; // -a, relative to root
    Compression compression = Compression::fast;
    bool validate = true; // the manifest, by the schema of the SDK, before anything is compiled
    bool mend = true;     // line ends and modes, in the package
    bool nothing = false; // is packed, nor taken out of an image: it is only compiled
    // AXIS_OS_VERSION of the user, for compatibleOsVersions; empty: that of the SDK.
    std::string axis_os_version{};
};

// One package to be.
struct Plan {
    std::string app_name{};
    std::string version{};                  // as the manifest has it; empty: it says none
    std::filesystem::path project{};        // its directory
    std::filesystem::path root{};           // where manifest and sources are
    std::filesystem::path manifest{};       // relative to root
    std::string variant{};                  // of the manifest; empty: manifest.json
    std::string architecture{};             // aarch64, armv7hf or all
    std::string chip{};                     // as the catalog calls it; empty: none was asked for
    BuildSystem system = BuildSystem::none; // a Dockerfile runs its own
    std::string reason{};                   // why it is built this way; a phrase
    bool ccache = false;                    // in front of the compiler
    PlannedSdk sdk{};
    Packaging packaging{};
    std::filesystem::path output{}; // directory for the package
    std::string key{};              // names tree and record of this plan below own_directory()
    std::filesystem::path tree{};   // the mirrored sources; for a Dockerfile its context
    Step mirror{};
    std::variant<PackOnly, ContainerBuild, LocalBuild, HostBuild, DockerfileBuild> build{};
    std::optional<Step> pack{};     // nothing: the Dockerfile does
    std::vector<Notice> notes{};    // choices the user did not make
    std::vector<Notice> warnings{}; // what will not be as the project says

    // Null if it is another kind of build.
    const DockerfileBuild* dockerfile() const { return std::get_if<DockerfileBuild>(&build); }
    const ContainerBuild* in_container() const { return std::get_if<ContainerBuild>(&build); }
    const LocalBuild* in_local_sdk() const { return std::get_if<LocalBuild>(&build); }
    const HostBuild* on_host() const { return std::get_if<HostBuild>(&build); }

    const Container* container() const;       // of either kind that has one
    std::optional<EngineKind> engine() const; // nothing: none is needed
    std::vector<Step> steps() const;          // in order
};

// "dockerfile", or the build system.
const char* kind_name(const Plan& plan);

nlohmann::json plan_json(const Plan& plan);

} // namespace acapctl::builder
