#pragma once
// A bound on bytes per second that several threads share.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string_view>

namespace acapctl {

class RateLimit {
  public:
    // "500k", "10M" or plain bytes, per second. Throws a usage error that names `option`.
    RateLimit(std::string_view text, std::string_view option);
    explicit RateLimit(std::uint64_t bytes_per_second) : bytes_per_second_(bytes_per_second) {}

    // Returns when `bytes` more may have been sent, or a stop is requested.
    void take(std::uint64_t bytes, const std::stop_token& stop);

  private:
    using Clock = std::chrono::steady_clock;

    std::uint64_t bytes_per_second_;
    std::mutex mutex_{};
    Clock::time_point free_from_ = Clock::now();
};

} // namespace acapctl
