#pragma once
// Environment variables; an empty one counts as not set, as in the SDK's own tools.

#include <cstdlib>
#include <optional>
#include <string>

namespace acapctl {

inline std::optional<std::string> environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return std::string(value);
}

} // namespace acapctl
