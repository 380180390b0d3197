#pragma once
// What the planner may know of the world around it.

#include "builder/plan/engine_kind.hpp"
#include "builder/plan/local_sdk.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::builder {

struct Surroundings {
    EngineKind engine = EngineKind::docker;
    bool remote = false;                 // the engine does not see the files of this machine
    bool other_builder = false;          // `build` of the engine's client goes to a builder apart
    std::optional<LocalSdk> local_sdk{}; // compiles in place of the engine
    unsigned uid = 0;
    unsigned gid = 0;
    std::string token{};          // makes names of containers unique
    std::string sdk_repository{}; // ACAPCTL_SDK_REPOSITORY
    std::string source_date_epoch{};
    std::string axis_os_version{};      // AXIS_OS_VERSION; empty: not set, or "unknown"
    std::vector<std::string> proxies{}; // names of the proxy variables that are set
};

// From the environment of this process, with an engine as resolved by engine.hpp, or with an SDK
// on this machine.
Surroundings surroundings(EngineKind engine);
Surroundings surroundings(LocalSdk local);

} // namespace acapctl::builder
