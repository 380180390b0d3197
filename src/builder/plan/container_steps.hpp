#pragma once
// The compile step in a container of the SDK image, as docker or podman is told to run it.

#include "builder/plan/plan.hpp"
#include "builder/plan/surroundings.hpp"
#include "sdk/catalog.hpp"

namespace acapctl::builder {

// One step where the tree is mounted; else create, send, compile, fetch and remove.
std::vector<Step> compile_in_container(const Plan& plan, const Surroundings& around,
                                       const sdk::Catalog& catalog);
// The same with another command than the compiler's; interactive: on this terminal.
std::vector<Step> command_in_container(const Plan& plan, const Surroundings& around,
                                       const sdk::Catalog& catalog,
                                       const std::vector<std::string>& command, bool interactive);
// Whether a file of the tree is there for a container that mounts it: status 0. Nothing else of the
// image runs than its shell.
Step look_in_container(const Plan& plan, const sdk::Catalog& catalog, const std::string& mark);

Step remove_step(const Plan& plan);

} // namespace acapctl::builder
