#pragma once
// The package that a Dockerfile makes: the image built, the package taken out and checked.

#include "builder/engines/engine.hpp"
#include "builder/plan/plan.hpp"
#include "builder/workspace/workspace.hpp"

namespace acapctl::builder {

// Carries out the steps of a plan with a Dockerfile and puts the packages found
// into plan.output, unless it packs nothing. `toolchain` then tells of the image. Throws
// build_failed when the build fails, or when no package of the plan's application and architecture
// came out of it.
std::vector<PackedPackage> build_image(Engine& engine, const Plan& plan, const Workspace& workspace,
                                       Toolchain& toolchain, const Observer& observer,
                                       const std::stop_token& stop);

// Moves the packages in `directory` and their licence texts to plan.output, checked to be of the
// plan's application and architecture, under the names that acap-build gives them: nothing else.
// Throws build_failed.
std::vector<PackedPackage> take_packages(const Plan& plan, const Beneath& directory);

} // namespace acapctl::builder
