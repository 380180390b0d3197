#pragma once
// A firmware image of the emulator's own, for firmwaremanagement.cgi: a text of two lines that
// names an AXIS OS it has the data of. docs/emulator.md shows it. Images of real devices are none.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::emulator {

constexpr std::size_t firmware_image_limit = 128; // bytes; what is longer is none

// One of axis_os_names(); nothing if the bytes are no such image.
std::optional<std::string> axis_os_of_image(std::string_view image);

// Whether a device that runs `ours` may be upgraded to `other`, both of axis_os_names().
bool is_upgrade(const std::string& ours, const std::string& other);

} // namespace acapctl::emulator
