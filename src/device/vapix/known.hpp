#pragma once
// What is known of a device without asking it: what it said when it was last asked.

#include "device/vapix/facts.hpp"
#include "device/vapix/replies.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::device {

struct Known {
    Facts facts{};
    std::optional<DeviceCache::Time> asked{}; // when it told the facts; nothing: never
    std::optional<std::vector<std::string>> applications{}; // names; nothing: it was never asked
    std::optional<DeviceCache::Time> listed{};              // when it listed them
};

Known known_of(const DeviceCache& cache);

void remember_facts(const Session& session, const Facts& facts);
void remember_applications(const Session& session, const std::vector<Application>& applications);

} // namespace acapctl::device
