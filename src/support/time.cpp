#include "support/time.hpp"

#include <fmt/chrono.h>

namespace acapctl {

std::string utc_text(std::time_t time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(time));
}

} // namespace acapctl
