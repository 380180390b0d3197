#pragma once
// What --dry-run and --curl show.

#include "cli/app/verb.hpp"
#include "device/http/target.hpp"
#include "device/http/transport.hpp"

#include <string>
#include <vector>

namespace acapctl::cli {

struct DeviceOptions;

// "GET http://one/axis-cgi/..."
std::string request_line(const device::Target& target, const device::Request& request);

// For --dry-run and --curl: what would be sent to each target, and nothing is sent.
ExitCode show_requests(Context& context, const DeviceOptions& options, const std::string& verb,
                       const std::vector<device::Request>& requests);

} // namespace acapctl::cli
