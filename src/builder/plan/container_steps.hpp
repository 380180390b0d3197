#pragma once
// The compile step in a container of the SDK image, as docker or podman is told to run it.

#include "builder/plan/plan.hpp"
#include "builder/plan/surroundings.hpp"

namespace acapctl::builder {

// Both ways: with the tree mounted and with the tree copied.
ContainerBuild::Steps compile_in_container(const Plan& plan, const ContainerBuild& build,
                                           const Surroundings& around, const sdk::Catalog& catalog);
// The same with another command than the compiler's; interactive: on this terminal.
ContainerBuild::Steps command_in_container(const Plan& plan, const ContainerBuild& build,
                                           const Surroundings& around, const sdk::Catalog& catalog,
                                           const std::vector<std::string>& command,
                                           bool interactive);
// Whether a file of the tree is there for a container that mounts it: status 0. Nothing else of the
// image runs than its shell.
Step look_in_container(const Plan& plan, const ContainerBuild& build, const std::string& mark);

// Whether the user of the container may write to the tree that it mounts: status 0.
Step try_to_write(const ContainerBuild& build);

// What the shell of the container says, and ends, if it may not write to the tree: nothing that the
// project could say, which does not know the name of its container.
std::string unwritable_line(const Container& container);

Step remove_step(const Container& container);

} // namespace acapctl::builder
