#pragma once
// Asks the Avahi of this machine, where it runs, who offers a service. It knows who answered
// before, and a firewall that lets multicast DNS pass lets it pass to Avahi's port alone.

#include "fleet/discovery/found.hpp"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

struct AvahiAnswers {
    std::vector<DnsAnswer> answers{};
    std::size_t malformed = 0;         // lines that are no answer
    std::vector<std::string> failed{}; // what avahi-browse said; it may be several times the same
};

// The services and addresses that `avahi-browse --resolve --parsable` prints. Pure.
AvahiAnswers parse_avahi(std::string_view output);

// Whether Avahi runs here, and avahi-browse is there to ask it.
bool avahi_can_be_asked();

// Takes `wait`. A question of somebody else that Avahi hears meanwhile keeps it from asking the
// same (RFC 6762, 7.3). Throws `interrupted`.
AvahiAnswers ask_avahi(const std::vector<std::string>& services, std::chrono::milliseconds wait,
                       const std::stop_token& stop);

} // namespace acapctl::fleet
