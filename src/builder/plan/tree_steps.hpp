#pragma once
// What acapctl does by itself before and after the compiler, as commands to the same effect.

#include "builder/plan/plan.hpp"

namespace acapctl::builder {

Step mirror_step(const Plan& plan);
Step pack_step(const Plan& plan);

} // namespace acapctl::builder
