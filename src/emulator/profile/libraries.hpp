#pragma once
// Which libraries a device has for applications: data/libraries.json.

#include "emulator/profile/profile.hpp"

#include <string>
#include <vector>

namespace acapctl::emulator {

// By SONAME, without liblarod.
std::vector<std::string> libraries_of(const Profile& profile);

} // namespace acapctl::emulator
