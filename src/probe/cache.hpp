#pragma once
// What the last probe of a device has found, for other commands. Nothing in it is secret or needed;
// a lost or damaged file costs a probe.

#include "device/session/identity.hpp"
#include "sdk/judgement.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

// By the device's Identity and AXIS OS: another AXIS OS may have other devices and libraries.
class Cache {
  public:
    using Time = std::chrono::system_clock::time_point;

    struct Entry {
        nlohmann::json report{}; // of merge(), read again within bounds
        Time at{};
    };

    // Empty `directory`: nothing is remembered.
    explicit Cache(std::filesystem::path directory = default_directory())
        : directory_(std::move(directory)) {}
    static std::filesystem::path default_directory(); // $XDG_CACHE_HOME/acapctl/probes

    // A device that tells no serial number, another than it should have, or no version is not
    // remembered. Failing to write is no error.
    void remember(const device::Identity& device, const std::string& axis_os,
                  const nlohmann::json& report, Time at) const;
    std::optional<Entry> find(const device::Identity& device, const std::string& axis_os) const;

  private:
    std::filesystem::path file(const std::string& key) const;

    std::filesystem::path directory_;
};

// What decides in the judge. Nothing: nothing of that was found.
std::optional<sdk::Measured> measured(const Cache::Entry& entry, Cache::Time now);

} // namespace acapctl::probe
