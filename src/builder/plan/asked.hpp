#pragma once
// What was asked for, by option or else by the project file.

#include "builder/plan/project.hpp"
#include "builder/plan/request.hpp"

namespace acapctl::builder {

// Nothing: whichever there is.
std::optional<EngineKind> asked_engine(const Project& project, const Request& request);

// What the project file says of a variant.
ProjectFile::Variant settings_of(const Project& project, const std::string& variant);

// Arguments for the Dockerfile.
Arguments given_arguments(const Project& project, const Request& request,
                          const std::string& variant);
// The stage of it.
std::string dockerfile_target(const Project& project, const Request& request);

} // namespace acapctl::builder
