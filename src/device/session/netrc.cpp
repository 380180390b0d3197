#include "device/session/netrc.hpp"

#include "support/text.hpp"

#include <algorithm>

namespace acapctl::device {

namespace {

constexpr std::string_view blanks = " \t\r\n";

// The next word, with quotes and backslashes as curl reads them.
std::optional<std::string> next_word(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
    if (rest.empty()) return std::nullopt;
    const bool quoted = rest.front() == '"';
    if (quoted) rest.remove_prefix(1);
    std::string word;
    while (!rest.empty() &&
           (quoted ? rest.front() != '"' : blanks.find(rest.front()) == std::string_view::npos)) {
        if (quoted && rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
        word += rest.front();
        rest.remove_prefix(1);
    }
    if (quoted && !rest.empty()) rest.remove_prefix(1);
    return word;
}

// A macro ends at the first empty line.
void skip_macro(std::string_view& rest) {
    const auto end = rest.find("\n\n");
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
}

void skip_line(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find('\n'), rest.size()));
}

} // namespace

std::optional<NetrcLogin> find_in_netrc(std::string_view netrc, std::string_view host,
                                        std::string_view user) {
    bool host_matches = false;
    NetrcLogin entry;
    const auto complete = [&] {
        return host_matches && !entry.password.empty() && (user.empty() || entry.user == user);
    };
    while (const auto word = next_word(netrc)) {
        if (word->starts_with('#')) {
            skip_line(netrc);
        } else if (*word == "machine" || *word == "default") {
            if (complete()) return entry;
            entry = {};
            host_matches = *word == "default" ||
                           text::lower(next_word(netrc).value_or("")) == text::lower(host);
        } else if (*word == "login") {
            entry.user = next_word(netrc).value_or("");
        } else if (*word == "password") {
            entry.password = Secret(next_word(netrc).value_or(""));
        } else if (*word == "account") {
            next_word(netrc);
        } else if (*word == "macdef") {
            skip_macro(netrc);
        }
    }
    if (complete()) return entry;
    return std::nullopt;
}

} // namespace acapctl::device
