#include "device/log/log.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

bool digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<int> number(std::string_view text, int least, int most) {
    const auto value = digits(text) ? text::parse_unsigned(text) : std::nullopt;
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

// "17:52:26" with an optional fraction: milliseconds of the day.
std::optional<std::int64_t> time_of_day(std::string_view text) {
    if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    const auto hour = number(text.substr(0, 2), 0, 23);
    const auto minute = number(text.substr(3, 2), 0, 59);
    const auto second = number(text.substr(6, 2), 0, 60);
    if (!hour || !minute || !second) return std::nullopt;
    std::int64_t result = ((*hour * 60LL + *minute) * 60 + *second) * 1000;
    if (text.size() == 8) return result;
    if (text[8] != '.' || !digits(text.substr(9))) return std::nullopt;
    std::string fraction(text.substr(9, 3));
    fraction.resize(3, '0');
    return result + number(fraction, 0, 999).value_or(0);
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

std::optional<std::int64_t> parse_iso_time(std::string_view text) {
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T')
        return std::nullopt;
    const auto year = number(text.substr(0, 4), 1970, 9999);
    const auto month = number(text.substr(5, 2), 1, 12);
    const auto day = number(text.substr(8, 2), 1, 31);
    std::string_view rest = text.substr(11);
    const auto offset = take_offset(rest);
    const auto clock = time_of_day(rest);
    if (!year || !month || !day || !offset || !clock) return std::nullopt;
    return epoch_of(*year, *month, *day, *clock - *offset);
}

std::string utc_milliseconds_text(std::int64_t epoch) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds(epoch)};
    const auto midnight = floor<days>(time);
    const year_month_day date(midnight);
    const hh_mm_ss<milliseconds> clock(time - midnight);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::string_view take_word(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const auto end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(end);
    return word;
}

// "[ INFO    ]" or "<INFO    >" at the front.
std::optional<std::string> take_level(std::string_view& rest, char open, char close) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const auto end = rest.find(close);
    if (!rest.starts_with(open) || end == std::string_view::npos || end > 16) return std::nullopt;
    const std::string level(text::trim(rest.substr(1, end - 1)));
    if (level.empty() || !std::ranges::all_of(level, ascii::is_letter)) return std::nullopt;
    rest.remove_prefix(end + 1);
    return level;
}

// "prog[pid]: text", "prog: text", or only text.
void parse_tail(std::string_view rest, LogLine& line) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    line.message = rest;
    const auto colon = rest.find(':');
    if (colon == std::string_view::npos || colon == 0) return;
    std::string_view tag = rest.substr(0, colon);
    if (tag.find(' ') != std::string_view::npos) return;
    if (const auto bracket = tag.find('[');
        bracket != std::string_view::npos && tag.ends_with(']')) {
        const auto pid = text::parse_unsigned(tag.substr(bracket + 1, tag.size() - bracket - 2));
        if (!pid || *pid > 0x7fffffff) return;
        line.pid = static_cast<long>(*pid);
        tag = tag.substr(0, bracket);
    }
    line.process = tag;
    rest.remove_prefix(colon + 1);
    if (rest.starts_with(' ')) rest.remove_prefix(1);
    line.message = rest;
}

bool is_header(std::string_view line) {
    return line.starts_with("----- ") && line.ends_with(" -----");
}

bool is_word(char c) {
    return ascii::is_letter_or_digit(c) || c == '_';
}

// As a word, or as its unit: "sdkhello.service".
bool names_app(std::string_view text, std::string_view app) {
    if (app.empty()) return false;
    for (auto at = text.find(app); at != text.npos; at = text.find(app, at + 1)) {
        const auto end = at + app.size();
        const bool ends = end == text.size() || !is_word(text[end]);
        const bool begins = at == 0 || !is_word(text[at - 1]);
        const bool unit = at >= 3 && text.substr(at - 3, 3) == "sdk";
        if (ends && (begins || unit)) return true;
    }
    return false;
}

} // namespace

LogLine parse_log_line(std::string_view text) {
    LogLine line{.text = std::string(text), .message = std::string(text)};
    std::string_view rest = text;
    if (auto level = take_level(rest, '<', '>')) {
        const std::string_view month = take_word(rest);
        const std::string_view day = take_word(rest);
        const bool dated = month.size() == 3 && number(day, 1, 31) && time_of_day(take_word(rest));
        const std::string_view host = take_word(rest);
        if (!dated || host.empty()) return line;
        line.level = *level;
        parse_tail(rest, line);
        return line;
    }
    const std::string_view when = take_word(rest);
    const auto epoch = parse_iso_time(when);
    if (!epoch && !time_of_day(when)) return line;
    std::string_view after_host = rest;
    auto level = take_level(rest, '[', ']');
    if (!level) {
        take_word(after_host);
        rest = after_host;
        level = take_level(rest, '[', ']');
    }
    if (!level) return line;
    line.level = *level;
    line.epoch = epoch;
    if (epoch) line.time = utc_milliseconds_text(*epoch);
    parse_tail(rest, line);
    return line;
}

std::optional<int> log_severity(std::string_view level) {
    static constexpr std::string_view names[] = {"emerg",   "alert",  "crit", "err",
                                                 "warning", "notice", "info", "debug"};
    const std::string word = text::lower(level);
    if (word == "error") return 3;
    if (word == "warn") return 4;
    const auto found = std::ranges::find(names, word);
    if (found == std::end(names)) return std::nullopt;
    return static_cast<int>(found - std::begin(names));
}

bool is_from_system(const LogLine& line) {
    static constexpr std::string_view names[] = {"acapctl",      "acapmanager",    "systemd",
                                                 "acap-install", "acap-startstop", "upload.cgi",
                                                 "kernel"};
    return std::ranges::find(names, line.process) != std::end(names) || line.pid == 0 ||
           line.process.starts_with('(');
}

bool concerns(const LogLine& line, std::string_view app) {
    if (line.process == app) return true;
    return is_from_system(line) && (names_app(line.message, app) || names_app(line.process, app));
}

LogPage parse_log_page(std::string_view body) {
    LogPage page;
    page.last_is_whole = body.empty() || body.back() == '\n';
    bool headed = false;
    for (std::string& line : text::lines(body)) {
        if (is_header(line)) {
            headed = true;
            page.filtered = page.filtered || line.find(" for '") != std::string::npos;
        } else if (!text::trim(line).empty()) {
            page.lines.push_back(std::move(line));
        }
    }
    if (page.lines.empty()) page.last_is_whole = true;
    page.is_log = headed || page.lines.empty() ||
                  std::ranges::any_of(page.lines, [](const std::string& line) {
                      return !parse_log_line(line).level.empty();
                  });
    return page;
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto words = text::split(text, ' ');
    if (words.size() != 6 || words[2].size() != 3) return std::nullopt;
    const auto day = number(words[1], 1, 31);
    const auto month = months.find(words[2]);
    const auto year = number(words[3], 1970, 9999);
    const auto clock = time_of_day(words[4]);
    if (!day || month == std::string_view::npos || month % 3 != 0 || !year || !clock)
        return std::nullopt;
    return epoch_of(*year, static_cast<int>(month / 3) + 1, *day, *clock);
}

} // namespace acapctl::device
