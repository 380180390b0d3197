#pragma once
// Checks of preflight() about the application that a package replaces. Pure.

#include "device/deploy/preflight.hpp"

#include <optional>
#include <vector>

namespace acapctl::device {

// "letter-case", "vendor", "version" and "bundled".
std::vector<Check> replacement_checks(const Candidate& candidate, const Situation& situation);

// "road": that it may be the way to the device. Nothing where that is not known.
std::optional<Check> road_check(const Candidate& candidate, const Situation& situation);

} // namespace acapctl::device
