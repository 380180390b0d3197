#pragma once
// /emulator: how a test gives faults to a device that runs, reboots it, and counts what it was
// asked. No device has this path; it needs no login and is struck by no fault.

#include "emulator/http/http.hpp"

#include <string_view>

namespace acapctl::emulator {

class Device;

bool is_control_path(std::string_view path);

// The answer to a request with its whole body; 4xx with {"error":{"message","hint"}} if refused.
Reply control_endpoint(Device& device, const Request& request);

} // namespace acapctl::emulator
