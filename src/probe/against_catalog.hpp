#pragma once
// Where a device has what the catalog denies, or lacks what the catalog promises. Pure.

#include "sdk/catalog.hpp"

#include <string>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

// A list of {"about", "what"}, a sentence without its full stop each; `on_camera` is of
// read_report(). What nobody could look at contradicts nothing.
nlohmann::json against_catalog(const nlohmann::json& on_camera, const sdk::Chip& chip,
                               const std::string& axis_os, const sdk::Catalog& catalog);

} // namespace acapctl::probe
