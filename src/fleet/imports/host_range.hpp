#pragma once
// "cam[01:20].lan" of an Ansible inventory: the hosts it stands for.

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

// Digits or single letters, "[1:9:2]" in steps; several ranges in one text. Without a range it is
// the text itself, also for an address as "[fe80::1]". Throws invalid_input for more than 10,000
// hosts.
std::vector<std::string> hosts_of_range(std::string_view text);

} // namespace acapctl::fleet
