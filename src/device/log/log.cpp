#include "device/log/log.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

constexpr std::size_t longest_name_of_kernel = 15; // TASK_COMM_LEN, without its end

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

// Of a time that parse_utc_text() can read.
int zone_of(std::string_view when) {
    const auto sign = when.find_last_of("+-");
    if (when.ends_with('Z') || sign == std::string_view::npos || sign < 11) return 0;
    const std::string local = std::string(when.substr(0, sign)) + "Z";
    const auto difference = parse_utc_text(local).value_or(0) - parse_utc_text(when).value_or(0);
    return static_cast<int>(difference / 60'000);
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
        const auto day_number = text::parse_unsigned(day).value_or(0);
        const bool dated = month.size() == 3 && day_number >= 1 && day_number <= 31 &&
                           parse_time_of_day(take_word(rest)).has_value();
        const std::string_view host = take_word(rest);
        if (!dated || host.empty()) return line;
        line.level = *level;
        parse_tail(rest, line);
        return line;
    }
    const std::string_view when = take_word(rest);
    const auto epoch = parse_utc_text(when);
    if (!epoch && !parse_time_of_day(when)) return line;
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
    if (epoch) line.zone = zone_of(when);
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
           line.process.starts_with('(') || line.process.starts_with("systemd-");
}

bool concerns(const LogLine& line, std::string_view app) {
    if (line.process == app) return true;
    if (!is_from_system(line)) return false;
    const std::string_view short_name = app.substr(0, longest_name_of_kernel);
    return names_app(line.message, app) || names_app(line.process, app) ||
           (line.process == "kernel" && names_app(line.message, short_name));
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

} // namespace acapctl::device
