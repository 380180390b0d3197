#pragma once
// Asks every network that this machine is on who offers a service (RFC 6762, 5.1): one question a
// socket, from a port of its own with the unicast bit, so that answers come without joining a group
// and whatever else, as Avahi, may have port 5353.

#include "device/http/clock.hpp"
#include "fleet/discovery/found.hpp"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::fleet {

struct MdnsAnswers {
    std::vector<DnsAnswer> answers{};
    std::vector<std::string> asked{};  // interfaces that a question left by
    std::vector<std::string> failed{}; // "eth1: why"
    std::size_t malformed = 0;         // packets that are no answer
};

// Asks at 0, 1 and 3 seconds, and listens for `wait` in all. Throws `interrupted`.
MdnsAnswers ask_services(const std::vector<std::string>& services, std::chrono::milliseconds wait,
                         const std::stop_token& stop);

// What on this machine keeps multicast from passing, "this is a container"; empty: nothing known.
std::string why_multicast_may_fail();

} // namespace acapctl::fleet
