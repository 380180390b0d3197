#pragma once
// What `acapctl apply FILE` asks for: the applications of the file, with their packages and
// devices.

#include "cli/shared/device_options.hpp"
#include "device/deploy/preflight.hpp"
#include "fleet/desired_state.hpp"

#include <set>
#include <string>
#include <vector>

namespace acapctl::cli {

struct ApplyOptions {
    DeviceOptions devices{};
    std::string file{};
    std::vector<std::string> reports{};
    bool check = false;
    bool yes = false;
    bool allow_unsigned = false;
};

// An application of the file, with its packages read and its devices found.
struct Wanted {
    fleet::DesiredApplication desired{};
    std::vector<device::Candidate> candidates{};
    std::set<std::string> devices{};
};

// Throws invalid_input for a file, and a package, that cannot be taken.
std::vector<Wanted> read_wanted(const ApplyOptions& options, Context& context);

// All devices of the file, each once, or those that were named.
DeviceOptions all_devices(const ApplyOptions& options, const std::vector<Wanted>& wanted);

// Throws a usage error for a device of -t that the file does not speak of, or not by this name: it
// is no device that is as the file says.
void check_targets(const ApplyOptions& options, const std::vector<Wanted>& wanted,
                   const Context& context);

} // namespace acapctl::cli
