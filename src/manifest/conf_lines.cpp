#include "manifest/conf_lines.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

namespace acapctl {

namespace {

// Puts quoted and bare parts together as a shell would, without expanding anything. A quote that
// is never closed reaches to the end of the line.
std::string unquoted(std::string_view value) {
    std::string result;
    char quote = '\0';
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const bool escapable =
            i + 1 < value.size() &&
            (quote == '\0' || std::string_view("\"\\$`").find(value[i + 1]) != value.npos);
        if (c == '\\' && quote != '\'' && escapable)
            result += value[++i];
        else if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
        else if (c == quote)
            quote = '\0';
        else
            result += c;
    }
    return result;
}

} // namespace

std::vector<ConfLine> package_conf_lines(std::string_view text) {
    std::vector<ConfLine> found;
    std::size_t number = 0;
    for (const std::string& line : text::lines(text)) {
        ++number;
        const std::string_view trimmed = text::trim(line);
        const auto equals = trimmed.find('=');
        if (equals == std::string_view::npos || equals == 0 ||
            !ascii::is_made_of(trimmed.substr(0, equals), "_"))
            continue;
        const std::string_view value = trimmed.substr(equals + 1);
        found.push_back(
            {.key = std::string(trimmed.substr(0, equals)),
             // An old SDK quoted an empty link twice: 40 of 371 public packages have \'''\'.
             .value = value == R"(\'''\')" ? std::string() : unquoted(value),
             .line = number,
             .column = 1 + static_cast<std::size_t>(trimmed.data() - line.data())});
    }
    return found;
}

} // namespace acapctl
