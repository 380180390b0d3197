#pragma once
// The compile step without a container: in an SDK on this machine, or with its own cross compilers.

#include "builder/plan/plan.hpp"
#include "sdk/catalog.hpp"

namespace acapctl::builder {

Step compile_in_local_sdk(const Plan& plan, const LocalSdk& local);
Step command_in_local_sdk(const Plan& plan, const LocalSdk& local,
                          const std::vector<std::string>& command);

// The variables of the SDK's environment script, for the machine's own cross compilers.
std::map<std::string, std::string> host_environment(const sdk::Architecture& architecture);

Step compile_on_host(const Plan& plan, const sdk::Architecture& architecture);
Step command_on_host(const Plan& plan, const sdk::Architecture& architecture,
                     const std::vector<std::string>& command);

} // namespace acapctl::builder
