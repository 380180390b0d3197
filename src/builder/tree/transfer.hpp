#pragma once
// The compile step of a plan, however the tree gets to the compiler.

#include "builder/engines/engine.hpp"
#include "builder/plan/plan.hpp"

namespace acapctl::builder {

// Runs the compile step of the plan, with the steps around it that carry the tree to the container
// and back. The tree comes back when the compiler fails too, so that it can go on from there.
// Where the engine turns out not to see the tree, the plan is changed to one that copies. Returns
// the exit status of the compile step. Not for a Dockerfile.
int run_on_tree(Engine& engine, Plan& plan, const Observer& observer, const std::stop_token& stop);

} // namespace acapctl::builder
