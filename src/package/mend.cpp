#include "package/mend.hpp"

#include "support/regular_file.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl {

namespace {

constexpr std::uint64_t largest_script = 1U << 20U;

bool is_plain_file(const SourceMember& member) {
    return member.entry.type == TarType::file && !member.content;
}

// The text of a script with CRLF line ends; empty for everything else.
std::string broken_script(const Inside& project, const SourceMember& member,
                          const std::vector<std::string>& scripts) {
    if (!is_plain_file(member) || member.entry.size < 3 || member.entry.size > largest_script)
        return {};
    char start[2] = {};
    const Descriptor file = project.open(member.file);
    if (::pread(file.get(), start, 2, 0) != 2) return {};
    const bool shebang = start[0] == '#' && start[1] == '!';
    if (!shebang && std::ranges::count(scripts, member.entry.name) == 0) return {};
    std::string text = read_to_end(file, project.path() / member.file, largest_script);
    const auto end = text.find('\n');
    const bool first_line = end != std::string::npos && end > 0 && text[end - 1] == '\r';
    return first_line && text.find('\0') == std::string::npos ? text : std::string();
}

std::string without_carriage_returns(const std::string& text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') result += text[i];
    return result;
}

void tell(const std::vector<std::string>& names, bool mend, std::string_view what,
          std::string_view mended, std::vector<std::string>& warnings) {
    if (!names.empty())
        warnings.push_back(fmt::format("{}: {}; {}", what, text::some_of(names),
                                       mend ? mended : "packed as they are, as asked"));
}

} // namespace

void mend_members(const Inside& project, std::vector<SourceMember>& members,
                  const std::vector<std::string>& scripts, bool mend,
                  std::vector<std::string>& warnings) {
    std::vector<std::string> writable;
    std::vector<std::string> broken;
    for (SourceMember& member : members) {
        TarEntry& entry = member.entry;
        if (entry.type != TarType::symlink && (entry.mode & 0002U) != 0) {
            writable.push_back(entry.name);
            if (mend) entry.mode &= ~0022U;
        }
        std::string text = broken_script(project, member, scripts);
        if (text.empty()) continue;
        broken.push_back(entry.name);
        if (!mend) continue;
        member.content = without_carriage_returns(text);
        entry.size = member.content->size();
    }
    tell(writable, mend, "writable by everyone, which AXIS OS may refuse",
         "packed without that permission", warnings);
    tell(broken, mend, "a script with CRLF line ends, which a device cannot run", "packed with LF",
         warnings);
}

} // namespace acapctl
