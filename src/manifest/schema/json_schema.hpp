#pragma once
// The JSON Schema (draft-07) of a manifest version, for editors and other validators.

#include "manifest/schema/shape.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::manifest {

// For manifests as they are written, before the build fills in what it knows. Second-hand rules are
// not in it: they are advice, and a schema can only refuse.
nlohmann::ordered_json json_schema(const Schema& schema);

} // namespace acapctl::manifest
