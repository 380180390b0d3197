#pragma once
// The body of list.cgi: attributes in one flat element until AXIS OS 11.11, with children from 12
// on.

#include "emulator/state/applications.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::emulator {

std::string application_list(const std::vector<Installed>& applications, const AxisOs& os);

// For an attribute or a text node; what is not ASCII becomes a numeric entity, as on devices.
std::string xml_escaped(std::string_view text);

} // namespace acapctl::emulator
