#pragma once
// `acapctl deploy` as a rollout: canaries, batches, a stop when too many fail, and a record to
// resume from.

#include "cli/app/verb.hpp"
#include "cli/devices/deploy_options.hpp"
#include "cli/shared/package_inputs.hpp"
#include "fleet/batches.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::cli {

struct RolloutReport {
    DeployOutcomes outcomes{};
    std::vector<std::string> reasons{}; // why each is in its batch
    std::vector<std::size_t> batches{}; // of each the place of its batch, from 1
    std::vector<std::string> before{};  // resumed: the state of each by the record, "in-flight"
    std::string stopped{};              // why; empty: it went to its end
    std::filesystem::path record{};     // empty: a dry run
};

void add_rollout_options(const Command& verb, RolloutOptions& options);

// Throws a usage error.
void check_rollout_options(const DeployVerbOptions& options);

RolloutReport run_rollout(const DeployVerbOptions& options, const PackageInputs& packages,
                          Context& context);
// Of options.rollout.resume: the packages, the devices and how to deploy are those of the record.
RolloutReport resume_rollout(const DeployVerbOptions& options, Context& context);

ExitCode print_rollout(const RolloutReport& report, const DeployVerbOptions& options,
                       Context& context);

} // namespace acapctl::cli
