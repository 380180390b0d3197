#pragma once
// The larod devices that a person names for a model, before anything is uploaded. Pure.

#include "sdk/catalog.hpp"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::probe {

// What is known of a device, or is not.
struct NamesKnown {
    const sdk::Chip* chip = nullptr;     // nullptr: not known
    std::string soc{};                   // what it calls its chip; empty: it does not tell
    std::vector<std::string> measured{}; // larod devices, by its last probe
};

// Throws usage for a name that neither the catalog nor the last probe has, and for one that runs no
// models; incompatible for one that only other chips have. Returned is what nobody can say for the
// device, a warning each.
std::vector<std::string> check_larod_names(const std::vector<std::string>& named,
                                           const NamesKnown& known, const sdk::Catalog& catalog);

// Of those that were named, what the device does not have by its own report.
std::vector<std::string> missing_larod_names(const std::vector<std::string>& named,
                                             const nlohmann::json& report);
// Those on which the model did not run, each with what larod said: "a9-dlpu-native: refused: -2,
// ...".
std::vector<std::string> larod_names_without_times(const std::vector<std::string>& named,
                                                   const nlohmann::json& report);

} // namespace acapctl::probe
