#pragma once

#include <ctime>
#include <string>

namespace acapctl {

// RFC 3339 in UTC, to the second.
std::string utc_text(std::time_t time = std::time(nullptr));

} // namespace acapctl
