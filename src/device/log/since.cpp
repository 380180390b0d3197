#include "device/log/since.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <string>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day = 24 * 60 * minute;

// "9:05" and "14:30" as "09:05:00" and "14:30:00".
std::string with_seconds(std::string_view clock) {
    std::string text(clock);
    if (text.find(':') == 1) text.insert(0, "0");
    if (text.size() == 5) text += ":00";
    return text;
}

// A date, perhaps with a time of day, perhaps with a zone.
std::optional<Since> parse_date(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    std::string whole(text);
    if (whole.size() == 10) whole += "T00:00";
    if (whole[10] == ' ' || whole[10] == 't') whole[10] = 'T';
    if (whole.back() == 'z') whole.back() = 'Z';
    if (const auto at = parse_utc_text(whole)) return Since{.at = at};
    const auto zone = whole.find_first_of("Z+-", 11);
    const std::string clock = with_seconds(whole.substr(11, zone - 11));
    const std::string rest = zone == std::string::npos ? "Z" : whole.substr(zone);
    const auto time = parse_utc_text(whole.substr(0, 11) + clock + rest);
    if (!time) return std::nullopt;
    return zone == std::string::npos ? Since{.local = time} : Since{.at = time};
}

} // namespace

Since parse_since(std::string_view text, std::string_view what) {
    const std::string word = text::lower(text);
    if (word == "today") return {.of_day = 0};
    if (const auto of_day = parse_time_of_day(with_seconds(text))) return {.of_day = of_day};
    if (const auto date = parse_date(text)) return *date;
    try {
        return {.ago = text::parse_duration(text, what)};
    } catch (const Error&) {
        throw_usage(
            fmt::format("{}: '{}' is neither a duration nor a time", what, text::visible(text)),
            "write it as 5m, 14:30, 14:30:05, today, 2026-11-26 or "
            "2026-11-26T14:30:05Z");
    }
}

std::int64_t begin_of(const Since& since, std::int64_t now, int zone) {
    const std::int64_t east = zone * minute;
    if (since.ago) return now - since.ago->count();
    if (since.at) return *since.at;
    if (since.local) return *since.local - east;
    const std::int64_t local_now = now + east;
    std::int64_t local = local_now / day * day + since.of_day.value_or(0);
    if (local > local_now) local -= day;
    return local - east;
}

} // namespace acapctl::device
