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

// How many parameters of the list are one setting: a colour by number or by its parts takes more
// than one. 0: it is cut short, and a terminal may take what follows for something else.
std::size_t length_of(const std::vector<std::string>& parameters, std::size_t at) {
    const std::string& first = parameters[at];
    if (first != "38" && first != "48" && first != "58") return 1;
    if (at + 1 == parameters.size()) return 0;
    const std::size_t length = parameters[at + 1] == "5" ? 3 : parameters[at + 1] == "2" ? 5 : 0;
    return at + length <= parameters.size() ? length : 0;
}

// Styles and colours of letters. Not "concealed", and no ground: letters of its colour are not
// seen.
bool may_stay(const std::string& parameter) {
    const auto number = text::parse_unsigned(parameter.substr(0, parameter.find(':')));
    if (parameter.empty()) return true; // 0
    return number && (*number <= 7 || *number == 9 || (*number >= 21 && *number <= 39) ||
                      *number == 49 || (*number >= 90 && *number <= 97));
}

// The colour sequence without what hides text; may be empty.
std::string seen(std::string_view color) {
    const auto parameters = text::split(color.substr(2, color.size() - 3), ';');
    std::vector<std::string> kept;
    for (std::size_t at = 0, length = 0; at < parameters.size(); at += length) {
        length = length_of(parameters, at);
        if (length == 0) break;
        const auto first = parameters.begin() + static_cast<std::ptrdiff_t>(at);
        if (may_stay(*first))
            kept.insert(kept.end(), first, first + static_cast<std::ptrdiff_t>(length));
    }
    return kept.empty() ? "" : "\x1b[" + text::join(kept, ";") + "m";
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
            const std::string shown = seen(color);
            if (colors) result += shown;
            if (!shown.empty()) colored = !turns_off(shown);
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
