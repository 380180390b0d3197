#pragma once
// Faults a device is told to have, so that a client's answer to them can be tried.

#include <optional>
#include <string>
#include <vector>

namespace acapctl::emulator {

struct Faults {
    bool disk_full = false;            // no room for any package
    std::optional<int> upload_error{}; // every upload is answered with this code
};

// "disk-full" and "error:N". Throws a usage error for anything else.
Faults parse_faults(const std::vector<std::string>& names);

} // namespace acapctl::emulator
