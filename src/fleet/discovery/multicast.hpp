#pragma once
// Asks by multicast DNS who offers a service, in both ways that there are: Avahi, where it runs,
// and a question of our own.

#include "fleet/discovery/mdns_query.hpp"

namespace acapctl::fleet {

// Takes `wait` in all. Throws `interrupted`.
MdnsAnswers ask_network(const std::vector<std::string>& services, std::chrono::milliseconds wait,
                        const std::stop_token& stop);

} // namespace acapctl::fleet
