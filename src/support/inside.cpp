// openat2 with RESOLVE_BENEATH would do this walk in the kernel, but older container engines do not
// let it through (docker before 20.10), and the walk has to be here for them anyway.
#include "support/inside.hpp"

#include "acapctl/error.hpp"
#include "support/machine.hpp"
#include "support/regular_file.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

constexpr int most_links = 40; // as Linux
constexpr int step_flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr int read_flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

// The last first, to be taken from the end.
Names parts_of(const fs::path& path) {
    Names parts;
    for (const fs::path& part : path)
        if (!part.empty() && part != ".") parts.push_back(part.string());
    std::ranges::reverse(parts);
    return parts;
}

std::string shown(const fs::path& path) {
    return text::visible(path.lexically_normal().string());
}

std::optional<std::string> read_link(int directory, const std::string& name) {
    char target[PATH_MAX];
    const ssize_t size = ::readlinkat(directory, name.c_str(), target, sizeof target);
    if (size < 0) return std::nullopt;
    return std::string(target, static_cast<std::size_t>(size));
}

} // namespace

Inside::Inside(fs::path directory)
    : directory_(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)),
      path_(std::move(directory)) {
    if (!directory_) throw_system_error(errno, "open the directory " + shown(path_));
}

void Inside::throw_leads_out(const fs::path& below) const {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "leads-out",
                 .message = fmt::format("{} leads out of {}", shown(path_ / below), shown(path_)),
                 .hint = "nothing outside a project is read for it: put a copy in the place of the "
                         "link"});
}

void Inside::throw_unreadable(const fs::path& below, int error) const {
    throw_system_error(error, "read " + shown(path_ / below));
}

// With O_NOFOLLOW at each step, so that what becomes a link behind our back is missing.
Inside::Place Inside::place(const fs::path& below, bool follow) const {
    std::vector<Descriptor> way; // from the directory down to where we are
    way.emplace_back(::fcntl(directory_.get(), F_DUPFD_CLOEXEC, 0));
    if (!way.back()) throw_unreadable(below, errno);
    if (below.is_absolute()) throw_leads_out(below);
    Names rest = parts_of(below);
    for (int links = 0; !rest.empty();) {
        const std::string name = std::exchange(rest.back(), {});
        rest.pop_back();
        if (name == "..") {
            if (way.size() == 1) throw_leads_out(below);
            way.pop_back();
            continue;
        }
        if (rest.empty() && !follow) return {std::move(way.back()), name};
        if (const auto target = read_link(way.back().get(), name)) {
            if (target->starts_with('/')) throw_leads_out(below);
            if (++links > most_links) throw_unreadable(below, ELOOP);
            const Names more = parts_of(*target);
            rest.insert(rest.end(), more.begin(), more.end());
            continue;
        }
        if (rest.empty()) return {std::move(way.back()), name};
        Descriptor next(::openat(way.back().get(), name.c_str(), step_flags));
        // For want of a descriptor nothing is missing.
        if (!next && is_of_this_machine(errno)) throw_unreadable(below, errno);
        if (!next) return {};
        way.push_back(std::move(next));
    }
    return {std::move(way.back()), "."};
}

std::optional<struct stat> Inside::status_at(const Place& where) const {
    struct stat info {};
    if (!where.directory ||
        ::fstatat(where.directory.get(), where.name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
        return std::nullopt;
    return info;
}

std::optional<struct stat> Inside::status(const fs::path& below) const {
    return status_at(place(below, false));
}

std::optional<struct stat> Inside::status_behind_links(const fs::path& below) const {
    return status_at(place(below, true));
}

std::string Inside::link_target(const fs::path& below) const {
    const Place where = place(below, false);
    if (!where.directory) throw_unreadable(below, errno);
    const auto target = read_link(where.directory.get(), where.name);
    if (!target) throw_unreadable(below, errno);
    return *target;
}

Names Inside::names_in(const fs::path& below) const {
    const Place where = place(below, true);
    if (!where.directory) throw_unreadable(below, errno);
    Descriptor directory(
        ::openat(where.directory.get(), where.name.c_str(), read_flags | O_DIRECTORY));
    if (!directory) throw_unreadable(below, errno);
    const auto close = [](DIR* list) { ::closedir(list); };
    const std::unique_ptr<DIR, decltype(close)> list(::fdopendir(directory.release()), close);
    if (!list) throw_unreadable(below, errno);
    Names names;
    while (const dirent* entry = ::readdir(list.get()))
        if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
            names.emplace_back(entry->d_name);
    std::ranges::sort(names); // std::string compares as unsigned bytes, as strcmp
    return names;
}

Descriptor Inside::open(const fs::path& below) const {
    const Place where = place(below, true);
    if (!where.directory) throw_unreadable(below, errno);
    const auto found = status_at(where);
    if (!found) throw_unreadable(below, errno);
    if (S_ISDIR(found->st_mode)) throw_unreadable(below, EISDIR);
    Descriptor file;
    struct stat info = *found;
    if (S_ISREG(found->st_mode)) { // opening a device may already do something
        file = Descriptor(::openat(where.directory.get(), where.name.c_str(), read_flags));
        if (!file || ::fstat(file.get(), &info) != 0) throw_unreadable(below, errno);
    }
    if (S_ISREG(info.st_mode)) return file;
    throw_invalid(fmt::format("cannot read {}: not a regular file", shown(path_ / below)));
}

std::string Inside::read(const fs::path& below, std::uint64_t limit) const {
    return read_to_end(open(below), path_ / below, limit);
}

} // namespace acapctl
