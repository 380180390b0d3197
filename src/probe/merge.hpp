#pragma once
// What a device can do, by three witnesses: the probe that ran on it, VAPIX, and the catalog. Pure.

#include "device/vapix/facts.hpp"
#include "device/vapix/replies.hpp"
#include "sdk/catalog.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

// What VAPIX tells of a device.
struct Told {
    device::Facts facts{};
    std::map<std::string, std::vector<std::string>> apis{}; // empty: not told
    std::optional<std::vector<device::Application>> applications{};
    std::map<std::string, std::string> refused{}; // why, of what it does not tell: by "apis", ...
};

// One object of values. Under "source" who says each of them: on-camera, vapix or catalog; under
// "how" by what means; of what is null, how it was tried. The device itself wins; who says
// otherwise stands under "disagreements". Where larod was not looked at, "larodByCatalog" has the
// devices that the catalog gives its chip. What the device has and the catalog denies, or the other
// way round, is told in a sentence each under "contradictions". `on_camera` is of read_report();
// empty: nothing was measured.
nlohmann::json merge(const nlohmann::json& on_camera, const Told& told,
                     const sdk::Catalog& catalog);

} // namespace acapctl::probe
