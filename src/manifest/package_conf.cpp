#include "manifest/package_conf.hpp"

#include "support/text.hpp"

#include <algorithm>

namespace acapctl {

namespace {

bool is_name(std::string_view key) {
    return !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

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

std::map<std::string, std::string> parse_package_conf(std::string_view text) {
    std::map<std::string, std::string> values;
    for (const std::string& line : text::lines(text)) {
        const std::string_view trimmed = text::trim(line);
        const auto equals = trimmed.find('=');
        if (equals == std::string_view::npos || !is_name(trimmed.substr(0, equals))) continue;
        const std::string_view value = trimmed.substr(equals + 1);
        // An old SDK quoted an empty link twice: 40 of 371 public packages have \'''\'.
        values[std::string(trimmed.substr(0, equals))] =
            value == R"(\'''\')" ? std::string() : unquoted(value);
    }
    return values;
}

} // namespace acapctl
