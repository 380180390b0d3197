#pragma once
// Licence keys: XML as Axis makes them, of which the form is public. Their signature is not, so
// nothing is verified but what the elements say:
//
//   <LicenseKey>
//     <ApplicationID>412806</ApplicationID> <DeviceID>B8A44FE08010</DeviceID>
//     <MinimumMajorVersion>1</MinimumMajorVersion> <MinimumMinorVersion>0</MinimumMinorVersion>
//     <MaximumMajorVersion>1</MaximumMajorVersion>       these four, and the date, may be missing
//     <ExpirationDate>2027-01-31</ExpirationDate>        the last day
//   </LicenseKey>
//
// For tests by hand there is a short form of our own, lines NAME=VALUE:
//
//   ApplicationID=412806
//   SerialNumber=B8A44FE08010      or * for any device
//   Version=1                      optional: the major version of the application
//   ExpirationDate=2027-01-31      optional: the last day

#include "emulator/state/about.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::emulator {

struct LicenseKey {
    std::string application_id{};
    std::string serial_number{};
    std::string minimum{}; // versions of the application; empty: any
    std::string maximum{};
    std::string expires{}; // YYYY-MM-DD; empty: never
};

constexpr std::size_t license_key_limit = 65536; // bytes

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
