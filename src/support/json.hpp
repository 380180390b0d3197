#pragma once
// JSON of which little is known: values that may be missing, and documents of others.

#include "support/bounds.hpp"

#include <optional>
#include <string>
#include <string_view>

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

// Text that anybody else wrote, a file of our own included; discarded if that is no JSON. Lists
// within lists without end would exhaust the stack of whoever copies or prints them: what lies
// deeper than deepest_nesting is left out.
template <typename Json = nlohmann::json>
Json parse_foreign(std::string_view text) {
    const auto shallow = [](int depth, typename Json::parse_event_t, const Json&) {
        return depth < deepest_nesting;
    };
    return Json::parse(text, shallow, false);
}

} // namespace acapctl
