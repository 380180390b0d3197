#include "support/rate_limit.hpp"

#include "acapctl/error.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl {

namespace {

std::uint64_t parse(std::string_view text, std::string_view option) {
    std::uint64_t unit = 1;
    std::string_view digits = text;
    for (const auto& [letter, size] : {std::pair{'k', 1'000U}, {'M', 1'000'000U}})
        if (text.ends_with(letter)) {
            unit = size;
            digits.remove_suffix(1);
        }
    const auto number = text::parse_unsigned(digits);
    constexpr std::uint64_t most = 1'000'000'000'000; // bytes a second; no network has more
    if (!number || *number == 0 || *number > most / unit)
        throw_usage(
            fmt::format("{} '{}' is no number of bytes per second", option, text::visible(text)),
            "write 500k or 10M");
    return *number * unit;
}

} // namespace

RateLimit::RateLimit(std::string_view text, std::string_view option)
    : RateLimit(parse(text, option)) {}

void RateLimit::take(std::uint64_t bytes, const std::stop_token& stop) {
    Clock::time_point until;
    {
        const std::lock_guard lock(mutex_);
        free_from_ = std::max(free_from_, Clock::now());
        free_from_ += std::chrono::microseconds(bytes * 1'000'000 / bytes_per_second_);
        until = free_from_;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    if (left.count() > 0) sleep_unless_stopped(stop, left.count());
}

} // namespace acapctl
