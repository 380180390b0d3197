#pragma once
// What was known of a device just before a package was sent to it, for another process to find out
// what became of it when this one was killed.

#include "acapctl/package.hpp"
#include "device/http/clock.hpp"
#include "device/session/session.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::device {

struct Intent {
    std::string sha256{};                      // of the package
    std::string version_before{};              // of the application; empty: it was not installed
    std::vector<std::string> log_mark{};       // InstallerLog::mark()
    std::optional<std::int64_t> device_time{}; // milliseconds since 1970
    bool has_failed = false; // that process lived, and told a failure; else it was killed
};

nlohmann::json to_json(const Intent& intent);
// Of a record that may have been edited; what is missing or something else is as not known.
Intent read_intent(const nlohmann::json& value);

// What became of it: the version the device shows if it certainly installed the package, else
// nothing, and it is to be sent. Waits for an installation that has begun, at most `resolve`.
std::optional<std::string> version_installed_since(Session& session, const Package& package,
                                                   const Intent& intent,
                                                   std::chrono::milliseconds resolve,
                                                   const Clock& clock);

} // namespace acapctl::device
