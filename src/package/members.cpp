#include "package/members.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

// GNU tar's --exclude-vcs, matched literally.
constexpr std::array<std::string_view, 21> version_control_names = {
    "CVS",        ".cvsignore",     "RCS",          "SCCS",      ".git",
    ".gitignore", ".gitattributes", ".gitmodules",  ".svn",      "{arch}",
    ".arch-ids",  "=RELEASE-ID",    "=meta-update", "=update",   ".bzr",
    ".bzrignore", ".bzrtags",       ".hg",          ".hgignore", ".hgtags",
    "_darcs"};

[[noreturn]] void fail(const fs::path& path, std::string_view why, const std::string& hint = {}) {
    throw_invalid(fmt::format("{}: {}", text::visible(path.string()), why), hint);
}

class Collector {
  public:
    Collector(const Inside& project, std::vector<std::string>& warnings)
        : project_(project), warnings_(warnings) {}

    void add(const std::string& operand) {
        std::string name = operand;
        while (name.size() > 1 && name.back() == '/') name.pop_back();
        if (is_excluded(name))
            warnings_.push_back(fmt::format("'{}' is left out: the official packer never packs "
                                            "files of version control or names that end in '~'",
                                            text::visible(name)));
        else if (const auto it = generated_.find(plain_name(name)); it != generated_.end())
            generated(name, it->second);
        else
            on_disk(name);
    }

    void know(const Operand& generated) { generated_[generated.name].operand = generated; }

    std::vector<SourceMember> take() { return std::move(members_); }

  private:
    struct Generated {
        Operand operand;
        std::string stored_as{}; // empty: not yet
    };

    static std::string plain_name(const std::string& name) {
        return name.starts_with("./") ? name.substr(2) : name;
    }

    void generated(const std::string& name, Generated& file) {
        const Operand& operand = file.operand;
        if (!file.stored_as.empty()) {
            link_to(name, file.stored_as, operand.mode);
            return;
        }
        file.stored_as = name;
        members_.push_back(
            {.entry = {.name = name, .mode = operand.mode, .size = operand.content->size()},
             .content = operand.content});
    }

    void on_disk(const std::string& name) {
        const auto found = project_.status(name);
        const fs::path path = project_.path() / name;
        if (!found) fail(path, std::strerror(errno));
        const struct stat& status = *found;
        const unsigned mode = status.st_mode & 07777U;
        if (S_ISDIR(status.st_mode)) {
            directory(name, mode);
        } else if (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode)) {
            // With several operands GNU tar remembers every file, not only those with more links.
            const auto [first, fresh] =
                seen_.emplace(std::pair(status.st_dev, status.st_ino), name);
            if (!fresh)
                link_to(name, first->second, mode);
            else if (S_ISLNK(status.st_mode))
                symlink(name);
            else
                members_.push_back({.entry = {.name = name,
                                              .mode = mode,
                                              .size = static_cast<std::uint64_t>(status.st_size)},
                                    .file = name});
        } else if (S_ISSOCK(status.st_mode)) {
            warnings_.push_back(
                fmt::format("{} is left out: it is a socket", text::visible(path.string())));
        } else {
            fail(path, "a device or FIFO cannot be part of a package");
        }
    }

    void link_to(const std::string& name, const std::string& target, unsigned mode) {
        members_.push_back(
            {.entry = {.name = name, .type = TarType::hardlink, .mode = mode, .link = target}});
    }

    void symlink(const std::string& name) {
        members_.push_back({.entry = {.name = name,
                                      .type = TarType::symlink,
                                      .mode = 0777,
                                      .link = project_.link_target(name)}});
    }

    void directory(const std::string& name, unsigned mode) {
        members_.push_back(
            {.entry = {.name = name + "/", .type = TarType::directory, .mode = mode}});
        for (const std::string& entry : project_.names_in(name))
            if (!is_excluded(entry)) on_disk(name + "/" + entry);
    }

    const Inside& project_;
    std::vector<std::string>& warnings_;
    std::vector<SourceMember> members_;
    std::map<std::pair<dev_t, ino_t>, std::string> seen_; // the name under which a file was stored
    std::map<std::string, Generated> generated_;
};

void copy_file(const Inside& project, const SourceMember& member, TarWriter& tar) {
    const Descriptor file = project.open(member.file);
    const fs::path path = project.path() / member.file;
    std::uint64_t remaining = member.entry.size;
    std::string buffer(std::min<std::uint64_t>(remaining, 1U << 18U), '\0');
    while (remaining > 0) {
        const ssize_t count =
            ::read(file.get(), buffer.data(), std::min<std::uint64_t>(buffer.size(), remaining));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(path, std::strerror(errno));
        if (count == 0) fail(path, "became shorter while it was packed", "pack again");
        tar.content(std::string_view(buffer).substr(0, static_cast<std::size_t>(count)));
        remaining -= static_cast<std::uint64_t>(count);
    }
}

} // namespace

bool is_excluded(std::string_view name) {
    // In a directory of version control too: GNU tar 1.35, of SDK images since 12.0; 1.34 is not so
    // strict.
    return std::ranges::any_of(text::split(name, '/'), [](const std::string& part) {
        return part.ends_with('~') || std::ranges::count(version_control_names, part) > 0;
    });
}

std::vector<SourceMember> collect_members(const Inside& project,
                                          const std::vector<Operand>& operands,
                                          std::vector<std::string>& warnings) {
    Collector collector(project, warnings);
    for (const Operand& operand : operands)
        if (operand.content) collector.know(operand);
    for (const Operand& operand : operands) collector.add(operand.name);
    return collector.take();
}

void write_members(const Inside& project, const std::vector<SourceMember>& members,
                   TarWriter& tar) {
    for (const SourceMember& member : members) {
        tar.begin(member.entry);
        if (member.entry.type != TarType::file) continue;
        if (member.content)
            tar.content(*member.content);
        else
            copy_file(project, member, tar);
    }
}

} // namespace acapctl
