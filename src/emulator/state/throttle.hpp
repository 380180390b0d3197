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

    explicit Throttle(std::optional<AxisOs::Throttling> rule) : rule_(rule) {}

    void change(std::optional<AxisOs::Throttling> rule) {
        const std::lock_guard lock(mutex_);
        rule_ = rule;
    }

    bool blocked(const std::string& address, Clock::time_point now) const;
    // A wrong password; true if it is the one that blocks the address.
    bool failed(const std::string& address, Clock::time_point now);

  private:
    std::optional<AxisOs::Throttling> rule_;
    std::map<std::string, std::deque<Clock::time_point>> failures_;
    std::map<std::string, Clock::time_point> blocked_until_;
    mutable std::mutex mutex_;
};

} // namespace acapctl::emulator
