#include "terminal/ci_commands.hpp"

#include "support/environment.hpp"
#include "support/text.hpp"

#include <vector>

namespace acapctl {

namespace {

// Both count anywhere in a line; `mark` takes the place of their first character.
std::string without_commands_within(std::string text, const std::string& mark) {
    text::replace_all(text, "##[", mark + "#[");
    text::replace_all(text, "##vso[", mark + "#vso[");
    return text;
}

// Where a command may begin: blanks of all scripts count as such, so that whatever is not ASCII
// does.
std::size_t first_letter(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t' || (line[at] & 0x80) != 0))
        ++at;
    return at;
}

} // namespace

bool in_ci_job() {
    for (const char* name : {"GITHUB_ACTIONS", "TF_BUILD"})
        if (text::lower(environment(name).value_or("")) == "true") return true;
    return false;
}

std::string without_ci_commands(std::string_view lines) {
    std::vector<std::string> all = text::split(lines, '\n');
    for (std::string& line : all) {
        const std::size_t at = first_letter(line);
        if (std::string_view(line).substr(at).starts_with("::")) line.replace(at, 1, "\\x3a");
    }
    return without_commands_within(text::join(all, "\n"), "\\x23");
}

std::string json_without_ci_commands(std::string_view json) {
    // Outside of strings JSON has no such character.
    return without_commands_within(std::string(json), "\\u0023");
}

} // namespace acapctl
