#pragma once
// Where in its image a Dockerfile leaves the package.

#include "builder/plan/dockerfile.hpp"

namespace acapctl::builder {

// The directory in the image of the stage `target` (empty: the last): where acap-build ran, or
// where a package, or the directory that holds it in an earlier stage, was copied to. /opt/app
// where that cannot be told.
std::string package_directory(const Dockerfile& file, const std::string& target);

} // namespace acapctl::builder
