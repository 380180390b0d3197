#pragma once
// What a build will do, as data: made by a pure function of what was found and asked for, carried
// out by build.cpp, printed by `build --dry-run`, kept in the build record.

#include "builder/plan/local_sdk.hpp"
#include "builder/plan/project.hpp"
#include "builder/plan/request.hpp"
#include "sdk/catalog.hpp"
#include "support/notice.hpp"

#include <nlohmann/json_fwd.hpp>

namespace acapctl::builder {

// How the executable comes about. `none`: nothing is compiled (scripts).
enum class Kind { none, make, meson, cmake, dockerfile };
const char* kind_name(Kind kind);

struct Step {
    // mirror and pack are done by acapctl itself; their arguments are a command to the same effect.
    enum class Purpose { mirror, compile, image, create, send, fetch, remove, pack };
    Purpose purpose = Purpose::compile;
    std::vector<std::string> arguments{};             // the command, not for a shell
    std::filesystem::path directory{};                // where it runs; empty: here
    std::map<std::string, std::string> environment{}; // added to the inherited one
    bool attached = false; // on stdin, stdout and stderr of acapctl itself
};
const char* purpose_name(Step::Purpose purpose);
// The step as one would paste it into a POSIX shell.
std::string shell_line(const Step& step);

// One package to be.
struct Plan {
    std::string app_name{};
    std::filesystem::path project{};  // its directory
    std::filesystem::path root{};     // where manifest and sources are
    std::filesystem::path manifest{}; // relative to root
    std::string variant{};            // of the manifest; empty: manifest.json
    Kind kind = Kind::none;
    std::string reason{};       // why this kind; a phrase
    std::string architecture{}; // aarch64, armv7hf or all
    std::string chip{};         // as the catalog calls it; empty: none was asked for
    std::string engine{};       // docker, podman, local or host; empty: none is needed
    std::string sdk{};          // version, or "host"; empty: none, or unknown (a Dockerfile's)
    std::string sdk_why{};      // why this version; empty: nothing was asked for
    std::string image{};        // the SDK image; empty for local, host and none
    std::filesystem::path sdk_directory{};       // of the local engine
    std::string axis_os{};                       // that the SDK serves, by the catalog
    std::vector<std::string> additional_files{}; // -a, relative to root
    Arguments arguments{};                       // build arguments of a Dockerfile
    std::vector<std::string>
        inherited_arguments{};          // passed by name, the value from the environment
    std::string target{};               // stage of the Dockerfile
    std::filesystem::path dockerfile{}; // relative to the project directory
    bool no_cache = false;              // the Dockerfile from scratch
    bool other_builder = false;         // than the engine: what it made must be loaded into that
    std::string image_tag{};            // of the image a Dockerfile makes
    // The images whose content goes into the package; nothing if that cannot be told.
    std::optional<std::vector<std::string>> images_used{};
    std::string result{};    // directory in that image where the package is
    std::string container{}; // name of the container, removed whatever happens
    std::string network{};   // of the container; empty: the engine's default
    bool any_image = false;  // even one that is not what was released under its name
    bool copies = false;     // the tree travels to the container and back; false: it is mounted
    bool may_copy = true;    // if it turns out that mounting does not work
    bool ccache = false;     // in front of the compiler
    bool validate = true;    // the manifest, by the schema of the SDK, before anything is compiled
    bool mend = true;        // line ends and modes, in the package
    Packer packer = Packer::own;
    Compression compression = Compression::fast;
    std::filesystem::path output{}; // directory for the package
    std::string key{};              // names tree and record of this plan below own_directory()
    std::filesystem::path tree{};   // the mirrored sources; for a Dockerfile its context
    std::vector<Step> steps{};      // in order
    std::vector<Notice> notes{};    // choices the user did not make
    std::vector<Notice> warnings{}; // what will not be as the project says
};

// The first step with this purpose. A plan that lacks one it is asked for is a fault of the
// planner.
const Step& step_for(const Plan& plan, Step::Purpose purpose);

// What the planner may know of the world around it.
struct Surroundings {
    std::string engine = "docker"; // docker, podman, local or host
    bool remote = false;           // the engine does not see the files of this machine
    bool other_builder = false;    // `build` of the engine's client goes to a builder apart
    std::optional<LocalSdk> local_sdk{};
    unsigned uid = 0;
    unsigned gid = 0;
    std::string token{};          // makes names of containers unique
    std::string sdk_repository{}; // ACAPCTL_SDK_REPOSITORY
    std::string source_date_epoch{};
    std::vector<std::string> proxies{}; // names of the proxy variables that are set
};

// From the environment of this process; `engine` as resolved by engine.hpp.
Surroundings surroundings(const std::string& engine);

// The engine asked for, by option or else by the project file.
EngineChoice engine_choice(const Project& project, const Request& request);
// The same, with the SDK that usable_sdk() finds if the engine is local.
Surroundings surroundings_with(const Project& project, const Request& request,
                               const std::string& engine);
// Whether an SDK is needed at all: to compile, or to pack with it.
bool needs_engine(const Project& project, const Request& request);

// One plan per variant and architecture, in that order. Throws usage errors for what does not fit
// together, each with the names that would.
std::vector<Plan> make_plans(const Project& project, const Request& request,
                             const Surroundings& around, const sdk::Catalog& catalog);

nlohmann::json plan_json(const Plan& plan);

} // namespace acapctl::builder
