#pragma once
// What `acapctl deploy` is told, for the files that it is made of.

#include "cli/shared/deploy_report.hpp"
#include "cli/shared/device_options.hpp"
#include "device/deploy/deploy.hpp"
#include "support/rate_limit.hpp"

#include <memory>
#include <string>
#include <vector>

namespace acapctl::cli {

// Devices one after the other, and a stop when too many fail.
struct RolloutOptions {
    std::string canary{};
    std::string batch{};
    std::string max_fail{};
    std::string pause{};
    std::string record{}; // the file; empty: one below the state directory
    std::string resume{}; // a record to go on with
    bool rollback_batch = false;

    bool wanted() const {
        return !canary.empty() || !batch.empty() || !max_fail.empty() || !pause.empty() ||
               !record.empty() || !resume.empty() || rollback_batch;
    }
};

struct DeployVerbOptions {
    DeviceOptions devices{};
    RolloutOptions rollout{};
    std::vector<std::string> inputs{};
    std::vector<std::string> reports{}; // files for what came of it
    bool start = false;
    bool allow_unsigned = false;
    device::Permitted permitted{};
    bool force = false;
    bool reinstall = false;
    bool rollback = false;
    bool rollback_on_failure = false;
    std::string expect{};
    std::string wait{};
    std::string until{};
    std::string rate{}; // of all uploads together; empty: no bound
    std::shared_ptr<RateLimit> rate_limit{};
};

using DeployOutcomes = Outcomes<Deployed>;

// Throws a usage error for what does not go together.
device::DeployOptions deploy_options(const DeployVerbOptions& options, const Context& context);

// How one device of a deploy speaks and sends.
device::DeployObserver observer_of(const DeployVerbOptions& options, Served& served,
                                   const device::Target& target, std::vector<std::string>& log,
                                   Context& context);

// The connection options with which devices are served: a dry run of this verb talks to them, and
// changes nothing there.
DeviceOptions talking(const DeviceOptions& options);

} // namespace acapctl::cli
