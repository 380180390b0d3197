#pragma once
// What installed applications show below /local/: files, CGIs and proxies.

#include "emulator/http/http.hpp"

namespace acapctl::emulator {

class Device;

// Whether the path belongs to an application; all others are the device's.
bool is_local_path(const Request& request);

// Asks for the login that the path needs; 404 for an application that is not there.
Exchange local_web(Device& device, const Request& request);

} // namespace acapctl::emulator
