#pragma once
// A key that its object does not know, and what its writer may have meant.

#include "manifest/schema/shape.hpp"

#include <string>

namespace acapctl::manifest {

struct UnknownKey {
    std::string message{};
    std::string hint{};
};
UnknownKey explain_unknown_key(const Schema& schema, const Shape& object, const std::string& key);

} // namespace acapctl::manifest
