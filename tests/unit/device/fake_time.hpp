#pragma once
// A clock for tests of waiting.

#include "device/http/clock.hpp"

namespace acapctl::device {

// Time that passes only while something sleeps.
struct FakeTime {
    Clock::Time now = std::chrono::steady_clock::now();
    Clock::Date date = Clock::Date() + std::chrono::hours(24 * 365 * 56); // in 2025
    Clock clock() {
        Clock result;
        result.now = [this] { return now; };
        result.sleep = [this](const std::stop_token& stop, std::chrono::milliseconds duration) {
            now += duration;
            check(stop);
        };
        result.date = [this] { return date; };
        return result;
    }
};

} // namespace acapctl::device
