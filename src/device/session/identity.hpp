#pragma once
// Whose it is what is remembered of a device between commands: its deployments and its probe. The
// serial number is what a device tells, and another one may tell the same. So a record is filed
// under that number and under how the device is known here, and is used for that device alone: its
// name in the inventory, which stays when DHCP gives it another address, else its host and port. A
// device that tells another number than the inventory has for it leaves no record and uses none.

#include "device/http/target.hpp"

#include <string>
#include <string_view>

namespace acapctl::device {

struct Identity {
    std::string serial{};      // as the device tells it; empty: it tells none
    std::string known_as{};    // "door", else "192.168.0.90:443"
    bool is_expected = true;   // false: the inventory has another serial number
    std::string certificate{}; // SHA-256 fingerprint of the one it shows now; empty: not known

    bool may_be_filed() const { return is_expected && !serial.empty() && !known_as.empty(); }
};

Identity identity_of(const Target& target, const std::string& told_serial);

// Whether the inventory says another serial number than the device; it tells none: no.
bool is_other_serial(const Target& target, std::string_view told_serial);

} // namespace acapctl::device
