#pragma once
// A value against the shape it should have.

#include "manifest/schema/shape.hpp"
#include "manifest/schema/validate.hpp"

namespace acapctl::manifest {

std::vector<Finding> check(const JsonNode& root, const Schema& schema, Stage stage);

// A key that its object does not know, and what its writer may have meant.
struct UnknownKey {
    std::string message{};
    std::string hint{};
};
UnknownKey explain_unknown_key(const Schema& schema, const Shape& object, const std::string& key);

} // namespace acapctl::manifest
