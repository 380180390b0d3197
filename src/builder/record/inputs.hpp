#pragma once
// Everything a package came from, so that a build whose inputs are those of the last one need not
// be done again.

#include "builder/plan/plan.hpp"
#include "builder/record/built.hpp"
#include "builder/workspace/sources.hpp"

#include <stop_token>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::builder {

struct Inputs {
    std::string acapctl{}; // version and stamp of this program
    std::string plan{};    // hash of what the plan does
    std::string sources{}; // hash of the survey
    Images images{};
    // Engines "host" and "local": hash of compilers, packages, environment, and of the SDK's files.
    std::string machine{};

    bool operator==(const Inputs&) const = default;
};

// What can be told without asking an engine: acapctl, plan and sources.
Inputs inputs_of(const Plan& plan, const Sources& sources);

// Adds what the plan compiles with, as it is now: one question to the engine, of about 30 ms.
// False if it cannot be told, so that nothing can be said of a build.
bool add_toolchain(Inputs& inputs, const Plan& plan, const std::stop_token& stop,
                   const EarlyAnswers* early = nullptr);

nlohmann::json inputs_json(const Inputs& inputs, const Sources& sources);
// Those of a record; all empty, and equal to no others, if it has none.
Inputs inputs_of_record(const nlohmann::json& record);

} // namespace acapctl::builder
