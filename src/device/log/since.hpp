#pragma once
// From when on lines of a log are meant: a span before now, a time of day or a date, by the clock
// and in the time zone of the device. Pure.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace acapctl::device {

// One of them is there. Milliseconds, of times since 1970.
struct Since {
    std::optional<std::chrono::milliseconds> ago{};
    std::optional<std::int64_t> at{};     // a time with its zone
    std::optional<std::int64_t> local{};  // a time as the device's zone writes it
    std::optional<std::int64_t> of_day{}; // the last time the device's clock showed it
};

// "5m", "14:30", "14:30:05", "today", "2026-11-26", "2026-11-26T14:30", or the same with a zone as
// in RFC 3339. Throws a usage error that names `what`.
Since parse_since(std::string_view text, std::string_view what);

// `now`: by the device's clock; `zone`: minutes its time zone is east of UTC.
std::int64_t begin_of(const Since& since, std::int64_t now, int zone);

} // namespace acapctl::device
