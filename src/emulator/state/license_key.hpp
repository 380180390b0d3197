#pragma once
// Licence keys of the emulator: a text of lines NAME=VALUE of our own, because the form and the
// signature of Axis' keys are not published. Nothing is verified but what the lines say:
//
//   ApplicationID=412806
//   SerialNumber=B8A44FE08010      or * for any device
//   Version=1                      optional: the major version of the application
//   ExpirationDate=2027-01-31      optional: the last day

#include "emulator/state/about.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::emulator {

struct LicenseKey {
    std::string application_id{};
    std::string serial_number{};
    std::string version{};
    std::string expires{}; // YYYY-MM-DD; empty: never
};

// Nothing for a text that is no key.
std::optional<LicenseKey> parse_license_key(std::string_view text);

// The code of license.cgi with which the key is refused; 0 if it fits. `today` is YYYY-MM-DD.
int refuse_license_key(const LicenseKey& key, const About& about, std::string_view serial,
                       std::string_view today);

// As list.cgi says it.
struct LicenseState {
    std::string license{};
    std::string expires{}; // empty: not shown
};
// `key_text` is empty without a key.
LicenseState license_state(const About& about, std::string_view key_text, std::string_view today);

} // namespace acapctl::emulator
