#pragma once
// What the planner may know of the world around it.

#include "builder/plan/local_sdk.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::builder {

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
// The same, with the SDK that usable_sdk() finds if the engine is local.
Surroundings surroundings_with(const Project& project, const Request& request,
                               const std::string& engine);

} // namespace acapctl::builder
