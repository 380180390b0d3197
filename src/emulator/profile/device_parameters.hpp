#pragma once
// The parameters that AXIS OS has of itself, before any application: data/parameters.json with what
// the chip and the version change of it.

#include "emulator/profile/profile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::emulator {

struct DeviceParameter {
    std::string name{}; // without "root."
    std::string value{};
    std::string type{}; // of the axparameter grammar; may be empty
    bool writable = false;
};

std::vector<DeviceParameter> device_parameters(const Profile& profile);

// "P[0-2].Name" as "P0.Name", "P1.Name", "P2.Name"; a name without a range as it is.
std::vector<std::string> names_in_range(std::string_view name);

// Whether `name` is `group`, or below it.
bool is_in_group(std::string_view name, std::string_view group);

} // namespace acapctl::emulator
