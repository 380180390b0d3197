#pragma once
// What `deploy` and `run` would send, as far as that is known before a device is asked.

#include "device/http/transport.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::cli {

struct PlannedDeploy {
    std::string app{};
    std::filesystem::path package{};
    bool is_signed = false;
    bool allow_unsigned = false;
    bool start = false;
};

// In the order in which they would be sent.
std::vector<device::Request> deploy_requests(const PlannedDeploy& plan);

} // namespace acapctl::cli
