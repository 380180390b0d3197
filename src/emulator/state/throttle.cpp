#include "emulator/state/throttle.hpp"

namespace acapctl::emulator {

bool Throttle::blocked(const std::string& address, Clock::time_point now) const {
    const std::lock_guard lock(mutex_);
    const auto until = blocked_until_.find(address);
    return until != blocked_until_.end() && now < until->second;
}

bool Throttle::failed(const std::string& address, const std::optional<AxisOs::Throttling>& rule,
                      Clock::time_point now) {
    if (!rule) return false;
    const std::lock_guard lock(mutex_);
    auto& times = failures_[address];
    while (!times.empty() && now - times.front() > std::chrono::seconds(rule->seconds))
        times.pop_front();
    times.push_back(now);
    if (times.size() < rule->failures) return false;
    times.clear();
    blocked_until_[address] = now + std::chrono::seconds(rule->block);
    return true;
}

} // namespace acapctl::emulator
