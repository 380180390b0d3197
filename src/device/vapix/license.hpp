#pragma once
// Licence keys of applications, by license.cgi.

#include "device/session/session.hpp"

#include <filesystem>
#include <string>

namespace acapctl::device {

struct LicenseReport {
    std::string app{};     // as the device spells it
    std::string license{}; // afterwards, by list.cgi: Valid, Invalid, Missing, Custom, None
    std::string expires{}; // date; empty: never, or not told
};

// Throws `invalid_input` for a file that cannot be a key, `refused` when the device does not take
// it or does not call the licence valid afterwards.
void install_license(Session& session, const std::filesystem::path& key, const std::string& app,
                     LicenseReport& report);
void remove_license(Session& session, const std::string& app, LicenseReport& report);

// Before a device is asked.
void check_license_file(const std::filesystem::path& key);

} // namespace acapctl::device
