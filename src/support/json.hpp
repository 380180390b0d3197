#pragma once
// Values of a JSON document that may be unknown, for which it says null.

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace acapctl {

inline nlohmann::json or_null(const std::string& text) {
    return text.empty() ? nlohmann::json(nullptr) : nlohmann::json(text);
}

template <typename T>
nlohmann::json or_null(const std::optional<T>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

} // namespace acapctl
