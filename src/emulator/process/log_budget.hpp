#pragma once
// How much one application may write to the device's log. As with journald, what is too much is
// dropped and counted, and the count is told.

#include <chrono>
#include <cstdint>

namespace acapctl::emulator {

class LogBudget {
  public:
    using Clock = std::chrono::steady_clock;

    // Whether a line of so many bytes may be written; counted as dropped if not.
    bool admit(std::size_t bytes, Clock::time_point now);
    // How many lines were dropped, to be told now: nothing within a second of the first of them,
    // unless `at_once`. From then on lines are admitted again.
    std::uint64_t take_dropped(Clock::time_point now, bool at_once = false);

  private:
    // journald's burst of lines, and as many bytes as the log of a device keeps.
    static constexpr double lines_burst = 10'000;
    static constexpr double bytes_burst = 1U << 20U;
    static constexpr double lines_a_second = 2000;
    static constexpr double bytes_a_second = 256 * 1024;

    double lines_ = lines_burst; // that may be written now
    double bytes_ = bytes_burst;
    Clock::time_point counted_{};
    Clock::time_point dropping_since_{};
    std::uint64_t dropped_ = 0;
};

} // namespace acapctl::emulator
