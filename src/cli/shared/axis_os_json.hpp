#pragma once
// A range of AXIS OS versions in a document.

#include "sdk/axis_os.hpp"

#include <optional>

#include <nlohmann/json.hpp>

namespace acapctl::cli {

// null: no bound, or not known.
inline nlohmann::json axis_os_json(const std::optional<sdk::AxisOs>& version) {
    return version ? nlohmann::json(version->str()) : nlohmann::json();
}

} // namespace acapctl::cli
