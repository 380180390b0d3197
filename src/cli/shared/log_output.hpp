#pragma once
// How a line of a device's log is shown, by every verb that follows one.

#include "device/log/log_follow.hpp"
#include "terminal/terminal.hpp"

#include <string>

namespace acapctl::cli {

// One line on stdout, or one JSON object. `many`: several devices, so each line says whose it is.
void print_log_event(Terminal& terminal, const device::LogEvent& event, const std::string& name,
                     bool many);

} // namespace acapctl::cli
