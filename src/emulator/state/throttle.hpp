#pragma once
// Password throttling (on by default from AXIS OS 11.5): an address that sends many wrong passwords
// in a short time is answered with 403 for a while, whatever it sends then.

#include "emulator/profile/axis_os.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace acapctl::emulator {

class Throttle {
  public:
    using Clock = std::chrono::steady_clock;

    bool blocked(const std::string& address, Clock::time_point now) const;
    // A wrong password; true if it is the one that blocks the address, by the rule of the AXIS OS.
    bool failed(const std::string& address, const std::optional<AxisOs::Throttling>& rule,
                Clock::time_point now);

  private:
    std::map<std::string, std::deque<Clock::time_point>> failures_{};
    std::map<std::string, Clock::time_point> blocked_until_{};
    mutable std::mutex mutex_{};
};

} // namespace acapctl::emulator
