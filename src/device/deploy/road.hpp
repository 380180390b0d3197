#pragma once
// Applications over which a device may be reached, as a VPN. Who replaces one of them over itself
// cuts the branch on which they sit. Data with sources: src/device/data/roads.json.

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::device {

struct Road {
    std::string what{};     // "a Tailscale client"
    bool addressed = false; // `host` is of a network or domain whose addresses it gives
};
// Nothing: not known to be one. Names of applications are compared without regard to case.
std::optional<Road> road_of(std::string_view app, const std::string& host);

} // namespace acapctl::device
