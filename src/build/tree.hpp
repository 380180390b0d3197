#pragma once
// The build tree of a plan, for those who run something else than the compiler on it.

#include "build/plan.hpp"

namespace acapctl::build {

// Makes the tree follow the sources; started afresh if another toolchain made what is there.
void prepare_tree(const Plan& plan, const Toolchain& toolchain, const Observer& observer,
                  const std::stop_token& stop);

} // namespace acapctl::build
