#pragma once
// What a rollout decides when it starts, as its record keeps it.

#include "cli/devices/deploy_options.hpp"
#include "device/deploy/preflight.hpp"
#include "fleet/rollout.hpp"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

struct RolloutPlan {
    std::vector<std::string> devices{}; // names, in the order in which they were chosen
    std::vector<std::string> kinds{};   // of each; empty: not known
    std::vector<fleet::Batch> batches{};
    fleet::RolloutRules rules{};
};

fleet::RolloutRules rollout_rules(const RolloutOptions& options); // throws a usage error

nlohmann::json plan_json(const RolloutPlan& plan, const std::vector<device::Candidate>& packages,
                         const DeployVerbOptions& options);

// Of a record, which may have been edited: throws invalid_input for what no rollout has written.
RolloutPlan read_plan(const nlohmann::json& plan, const std::vector<std::string>& devices);
// What `plan` says of how to deploy, into `options`.
void restore_options(const nlohmann::json& plan, DeployVerbOptions& options);
// Its packages, which must be what they were.
std::vector<device::Candidate> read_packages_of(const nlohmann::json& plan, const Context& context);

} // namespace acapctl::cli
