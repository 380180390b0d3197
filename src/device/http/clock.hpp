#pragma once
// Time as an edge, so that tests of waiting need not wait.

#include "support/interrupt.hpp"

#include <chrono>
#include <functional>

namespace acapctl::device {

struct Clock {
    using Date = std::chrono::system_clock::time_point;
    using Time = std::chrono::steady_clock::time_point;
    std::function<Time()> now = [] { return std::chrono::steady_clock::now(); };
    // Throws `interrupted` when a stop is requested.
    std::function<void(const std::stop_token& stop, std::chrono::milliseconds duration)> sleep =
        [](const std::stop_token& stop, std::chrono::milliseconds duration) {
            sleep_unless_stopped(stop, static_cast<long>(duration.count()));
            check(stop);
        };
    std::function<Date()> date = [] { return std::chrono::system_clock::now(); };
};

} // namespace acapctl::device
