#pragma once
// Which libraries a device has for applications: data/libraries.json.

#include "emulator/profile/profile.hpp"

#include <string>
#include <vector>

namespace acapctl::emulator {

struct Library {
    std::string soname{};
    std::string file{}; // with its version in the name: libglib-2.0.so.0.8000.0; else the SONAME
};

// Without liblarod.
std::vector<Library> libraries_of(const Profile& profile);

} // namespace acapctl::emulator
