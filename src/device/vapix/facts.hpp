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
};

// By one request to basicdeviceinfo.cgi, or param.cgi on devices that do not have it (before AXIS
// OS 8).
Facts read_facts(Session& session);

// Properties.EmbeddedDevelopment.Version, "2.18" on current devices; empty: not told. Only a hint
// beside a failed installation: most packages ask for 3.0 and install all the same.
std::string read_embedded_development(Session& session);

} // namespace acapctl::device
