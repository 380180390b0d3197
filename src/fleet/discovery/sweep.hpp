#pragma once
// Looks for devices at every address of a range that a person has named: one request each, without
// a login, whose refusal names an Axis device ("AXIS_B8A44F000001").

#include "device/http/clock.hpp"
#include "device/http/transport.hpp"
#include "fleet/discovery/found.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

// "192.168.0.0/24", "fd00::/120", "192.168.0.90": the addresses in it, without those of the network
// and of all its hosts. "192.168.0.10-50" and "192.168.0.10-192.168.1.20" (IPv4): from the first to
// the last. Throws a usage error for more than 4096 addresses.
std::vector<std::string> addresses_of_range(std::string_view text);

struct SweepOptions {
    std::size_t jobs = 32;              // addresses that are asked at a time
    std::size_t rate = 100;             // new ones in a second
    std::vector<std::uint16_t> ports{}; // where HTTPS is tried, then HTTP; empty: 443, then 80
    device::Clock clock{};
    std::function<std::unique_ptr<device::Transport>(const device::Target& target)> connect{};
    std::function<void(std::size_t done)> on_progress{}; // by any thread
};

// Throws `interrupted`.
std::vector<FoundDevice> sweep(const std::vector<std::string>& addresses,
                               const SweepOptions& options, const std::stop_token& stop);

} // namespace acapctl::fleet
