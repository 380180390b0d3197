#pragma once
// From a project directory to packages.

#include "builder/engines/engine.hpp"
#include "builder/plan/request.hpp"
#include "builder/record/built.hpp"

#include <stop_token>
#include <vector>

namespace acapctl::builder {

struct Plan;

// What build() would do. Asks no daemon and writes nothing.
std::vector<Plan> plan(const Request& request, const sdk::Catalog& catalog);

// Carries out the plans of the request that are not up to date, side by side. The observer may be
// called by several threads at once; its lines are labelled when there are several plans. A single
// plan that fails throws; of several, a failure is in the report and the others are finished.
Report build(const Request& request, const sdk::Catalog& catalog, const Observer& observer,
             std::stop_token stop);

// All failures of a report in one, which has some: the exit code is theirs if it is the same,
// else build_failed.
Failure summary(const Report& report);

} // namespace acapctl::builder
