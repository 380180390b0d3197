#pragma once
// A value against the shape it should have.

#include "manifest/schema/shape.hpp"
#include "manifest/schema/validate.hpp"

namespace acapctl::manifest {

std::vector<Finding> check(const JsonNode& root, const Schema& schema, Stage stage);

} // namespace acapctl::manifest
