#include "emulator/process/syslog_message.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <optional>

namespace acapctl::emulator {

namespace {

// <N> at the front, taken off; facility and severity together.
std::optional<unsigned> take_priority(std::string_view& text) {
    if (!text.starts_with('<')) return std::nullopt;
    const std::size_t end = text.find('>');
    if (end == text.npos || end < 2 || end > 4) return std::nullopt;
    const auto number = text::parse_unsigned(text.substr(1, end - 1));
    if (!number || *number > 191) return std::nullopt;
    text.remove_prefix(end + 1);
    return static_cast<unsigned>(*number);
}

bool digits_at(std::string_view text, std::initializer_list<std::size_t> positions) {
    return std::ranges::all_of(positions,
                               [&](std::size_t at) { return ascii::is_digit(text[at]); });
}

// "Jun 18 17:52:26 ", as the C libraries write it.
void skip_time(std::string_view& text) {
    if (text.size() < 16 || text[3] != ' ' || text[6] != ' ' || text[9] != ':' || text[12] != ':' ||
        text[15] != ' ' || !digits_at(text, {5, 7, 8, 10, 11, 13, 14}))
        return;
    text.remove_prefix(16);
}

// "ident: " or "ident[pid]: "; an ident has no blank in it.
std::string take_program(std::string_view& text) {
    const std::size_t end = text.find_first_of(" :[");
    if (end == text.npos || end == 0 || text[end] == ' ') return {};
    std::size_t colon = end;
    if (text[end] == '[') {
        colon = text.find(']', end);
        if (colon == text.npos || ++colon >= text.size() || text[colon] != ':') return {};
    }
    const std::string program(text.substr(0, end));
    text.remove_prefix(colon + 1);
    if (text.starts_with(' ')) text.remove_prefix(1);
    return program;
}

std::string_view without_end(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\0' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

} // namespace

SyslogMessage parse_syslog(std::string_view datagram) {
    std::string_view rest = without_end(datagram);
    SyslogMessage message;
    // Without a priority: user.notice, by RFC 3164.
    message.severity = take_priority(rest).value_or(13U) & 7U;
    skip_time(rest);
    message.program = take_program(rest);
    message.text = rest;
    return message;
}

SyslogMessage parse_output_line(std::string_view line) {
    SyslogMessage message;
    line = without_end(line);
    std::string_view rest = line;
    const auto priority = take_priority(rest);
    if (priority && *priority < 8) {
        message.severity = *priority;
        line = rest;
    }
    message.text = line;
    return message;
}

} // namespace acapctl::emulator
