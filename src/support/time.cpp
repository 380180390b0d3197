#include "support/time.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <chrono>

#include <fmt/chrono.h>

namespace acapctl {

namespace {

std::optional<int> number(std::string_view text, int least, int most) {
    const auto value = ascii::is_digits(text) ? text::parse_unsigned(text) : std::nullopt;
    if (!value || *value < static_cast<unsigned>(least) || *value > static_cast<unsigned>(most))
        return std::nullopt;
    return static_cast<int>(*value);
}

std::optional<std::int64_t> epoch_of(int year, int month, int day, std::int64_t of_day) {
    using namespace std::chrono;
    const year_month_day date{std::chrono::year(year),
                              std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return duration_cast<std::chrono::milliseconds>(sys_days(date).time_since_epoch()).count() +
           of_day;
}

// "+09:00", "-0330" or "Z" at the end of `text`, which loses it: milliseconds.
std::optional<std::int64_t> take_offset(std::string_view& text) {
    if (text.ends_with('Z')) {
        text.remove_suffix(1);
        return 0;
    }
    const auto sign = text.find_last_of("+-");
    if (sign == std::string_view::npos) return std::nullopt;
    std::string zone(text.substr(sign + 1));
    std::erase(zone, ':');
    if (zone.size() != 4) return std::nullopt;
    const auto hours = number(zone.substr(0, 2), 0, 23);
    const auto minutes = number(zone.substr(2), 0, 59);
    if (!hours || !minutes) return std::nullopt;
    const std::int64_t size = (*hours * 60LL + *minutes) * 60'000;
    const bool west = text[sign] == '-';
    text.remove_suffix(text.size() - sign);
    return west ? -size : size;
}

} // namespace

std::string utc_text(std::time_t time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(time));
}

std::string utc_milliseconds_text(std::int64_t milliseconds, std::string_view zone) {
    const std::chrono::milliseconds whole(milliseconds);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(whole);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}{}",
                       fmt::gmtime(static_cast<std::time_t>(seconds.count())),
                       (whole - seconds).count(), zone);
}

std::string utc_date_text(std::time_t time) {
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(time));
}

std::string utc_name_text(std::time_t time) {
    return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(time));
}

std::string http_date_text(std::time_t time) {
    return fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(time));
}

std::string ago_text(std::chrono::minutes age) {
    const auto minutes = age.count();
    if (minutes < 1) return "less than a minute ago";
    if (minutes < 120) return fmt::format("{} min ago", minutes);
    if (minutes < 48 * 60) return fmt::format("{} h ago", minutes / 60);
    return fmt::format("{} days ago", minutes / (24 * 60));
}

std::optional<std::int64_t> parse_utc_text(std::string_view text) {
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T')
        return std::nullopt;
    const auto year = number(text.substr(0, 4), 1970, 9999);
    const auto month = number(text.substr(5, 2), 1, 12);
    const auto day = number(text.substr(8, 2), 1, 31);
    std::string_view rest = text.substr(11);
    const auto offset = take_offset(rest);
    const auto clock = parse_time_of_day(rest);
    if (!year || !month || !day || !offset || !clock) return std::nullopt;
    return epoch_of(*year, *month, *day, *clock - *offset);
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto words = text::split(text, ' ');
    if (words.size() != 6 || words[2].size() != 3) return std::nullopt;
    const auto day = number(words[1], 1, 31);
    const auto month = months.find(words[2]);
    const auto year = number(words[3], 1970, 9999);
    const auto clock = parse_time_of_day(words[4]);
    if (!day || month == std::string_view::npos || month % 3 != 0 || !year || !clock)
        return std::nullopt;
    return epoch_of(*year, static_cast<int>(month / 3) + 1, *day, *clock);
}

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
    if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    const auto hour = number(text.substr(0, 2), 0, 23);
    const auto minute = number(text.substr(3, 2), 0, 59);
    const auto second = number(text.substr(6, 2), 0, 60);
    if (!hour || !minute || !second) return std::nullopt;
    std::int64_t result = ((*hour * 60LL + *minute) * 60 + *second) * 1000;
    if (text.size() == 8) return result;
    if (text[8] != '.' || !ascii::is_digits(text.substr(9))) return std::nullopt;
    std::string fraction(text.substr(9, 3));
    fraction.resize(3, '0');
    return result + number(fraction, 0, 999).value_or(0);
}

} // namespace acapctl
