#pragma once
// What --dry-run and --curl show.

#include "cli/app/verb.hpp"
#include "device/http/target.hpp"
#include "device/http/transport.hpp"

#include <functional>
#include <string>
#include <vector>

namespace acapctl::cli {

struct DeviceOptions;

// "GET http://one/axis-cgi/..."
std::string request_line(const device::Target& target, const device::Request& request);

// For --dry-run and --curl: what would be sent to each target, and nothing is sent.
ExitCode show_requests(Context& context, const DeviceOptions& options, const std::string& verb,
                       const std::vector<device::Request>& requests);

// Requests of which the device decides whether they are sent, or others in their place.
struct PossibleRequests {
    std::string label{}; // what they are for; empty: there are no others
    std::vector<device::Request> requests{};
};
// The same for what differs between devices. With several possibilities each stands under its
// label.
ExitCode show_requests(
    Context& context, const DeviceOptions& options, const std::string& verb,
    const std::function<std::vector<PossibleRequests>(const device::Target& target)>& possible);

} // namespace acapctl::cli
