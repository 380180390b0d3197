#pragma once
// Projects that have a Dockerfile for each architecture or chip, beside or instead of "Dockerfile":
// Dockerfile.aarch64, Dockerfile.cv25.

#include "builder/plan/project.hpp"
#include "builder/plan/request.hpp"

namespace acapctl::builder {

// The projects with the Dockerfile that the request is for: the one named like its variant, chip or
// architecture, else "Dockerfile", else the one for aarch64. With `all`, where there is no
// "Dockerfile", each that is for an architecture, as a project of its own. Where none of these can
// be told and nothing else builds the project, the only one; throws invalid_input if there are
// several.
std::vector<Project> with_dockerfiles(std::vector<Project> projects, const Request& request,
                                      const sdk::Catalog& catalog);

} // namespace acapctl::builder
