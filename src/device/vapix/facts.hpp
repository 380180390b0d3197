#pragma once
// What a device is.

#include "device/session/session.hpp"

namespace acapctl::device {

// Empty: the device does not tell.
struct Facts {
    std::string architecture{}; // aarch64, armv7hf, mips
    std::string soc{};          // "Axis Artpec-8"
    std::string model{};        // "P3265-V"
    std::string serial{};
    std::string axis_os{}; // "12.11.77"

    bool told() const; // anything at all
};

// By one request to basicdeviceinfo.cgi, and to param.cgi for what that does not tell (it came with
// AXIS OS 8). One of them that the device does not have, or does not show this account, leaves
// standing what the other says; throws its error if neither says a thing. Warns of a serial number
// that is not that of the inventory.
Facts read_facts(Session& session);

// Properties.EmbeddedDevelopment.Version, "2.18" on current devices; empty: not told. Only a hint
// beside a failed installation: most packages ask for 3.0 and install all the same.
std::string read_embedded_development(Session& session);

} // namespace acapctl::device
