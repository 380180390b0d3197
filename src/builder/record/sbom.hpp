#pragma once
// A bill of materials of packages that were built: CycloneDX 1.5.

#include "builder/record/built.hpp"

#include <nlohmann/json_fwd.hpp>

namespace acapctl::builder {

// The packages with the hash of every file in them, the libraries that the device must have, and
// the SDK image as what they were built with. Reads the packages.
nlohmann::json sbom(const std::vector<Built>& packages);

} // namespace acapctl::builder
