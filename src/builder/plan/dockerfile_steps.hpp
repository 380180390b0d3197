#pragma once
// docker build, create, cp and rm: the package out of the image that a Dockerfile makes.

#include "builder/plan/plan.hpp"

namespace acapctl::builder {

DockerfileBuild::Steps dockerfile_steps(const Plan& plan, const DockerfileBuild& build);

// Where the fetch step puts packages.
std::filesystem::path fetch_directory(const Plan& plan);

} // namespace acapctl::builder
