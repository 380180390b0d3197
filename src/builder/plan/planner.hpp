#pragma once
// From what was found and asked for to plans. Pure.

#include "builder/plan/plan.hpp"
#include "builder/plan/project.hpp"
#include "builder/plan/request.hpp"
#include "builder/plan/surroundings.hpp"
#include "sdk/catalog.hpp"

namespace acapctl::builder {

// Whether an SDK is needed at all: to compile, or to pack with it.
bool needs_engine(const Project& project, const Request& request);

// One plan per variant and architecture, in that order. Throws usage errors for what does not fit
// together, each with the names that would.
std::vector<Plan> make_plans(const Project& project, const Request& request,
                             const Surroundings& around, const sdk::Catalog& catalog);

} // namespace acapctl::builder
