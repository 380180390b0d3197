#pragma once
// Values of a JSON document that may be unknown: null where we write it, anything where we read it.

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

// The string of that name; empty if there is none, or it is no string, or the value is no object.
inline std::string string_at(const nlohmann::json& value, const char* name) {
    const auto found = value.find(name);
    return found != value.end() && found->is_string() ? found->get<std::string>() : "";
}

// The same for what is further down: "/setup/appName"_json_pointer.
inline std::string string_at(const nlohmann::json& value,
                             const nlohmann::json::json_pointer& where) {
    return value.contains(where) && value[where].is_string() ? value[where].get<std::string>() : "";
}

} // namespace acapctl
