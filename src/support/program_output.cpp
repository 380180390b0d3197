#include "support/program_output.hpp"

#include "support/text.hpp"

#include <algorithm>

namespace acapctl {

namespace {

constexpr std::string_view reset = "\x1b[0m";

// The colour sequence at the start of `text`, empty if there is none. Colons: of 24-bit colours.
std::string_view color_at(std::string_view text) {
    if (!text.starts_with("\x1b[")) return {};
    const auto end = text.find_first_not_of("0123456789;:", 2);
    return end != std::string_view::npos && text[end] == 'm' ? text.substr(0, end + 1)
                                                             : std::string_view();
}

bool turns_off(std::string_view color) {
    return color.find_first_of("123456789") == std::string_view::npos;
}

// gcc erases the rest of the line behind each colour, which means nothing here.
bool erases_line(std::string_view text) {
    return text.starts_with("\x1b[K");
}

} // namespace

std::string program_line(std::string_view line, bool colors) {
    std::string result;
    bool colored = false;
    line = line.substr(0, line.find_last_not_of('\r') + 1); // of "\r\n"
    while (!line.empty()) {
        if (const std::string_view color = color_at(line); !color.empty()) {
            if (colors) result += color;
            colored = !turns_off(color);
            line.remove_prefix(color.size());
        } else if (erases_line(line)) {
            line.remove_prefix(3);
        } else if (line.front() == '\t') {
            result += '\t';
            line.remove_prefix(1);
        } else {
            const auto end = std::min(line.find_first_of("\t\x1b", 1), line.size());
            result += text::visible(line.substr(0, end));
            line.remove_prefix(end);
        }
    }
    if (colors && colored) result += reset;
    return result;
}

std::string_view without_overwritten(std::string_view line) {
    const auto end = line.find_last_not_of('\r');
    if (end == std::string_view::npos) return {};
    line = line.substr(0, end + 1);
    return line.substr(line.rfind('\r') + 1);
}

} // namespace acapctl
