// openat2 (RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS) does this walk in the kernel, but older container
// engines do not let it through (docker before 20.10); openat with O_NOFOLLOW works everywhere.
#include "support/beneath.hpp"

#include "acapctl/error.hpp"
#include "support/machine.hpp"
#include "support/regular_file.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view unfinished = ".new"; // end of the name while a file is written
constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

[[noreturn]] void fail(std::string_view what, const fs::path& path) {
    const int error = errno;
    throw_write_error(error, fmt::format("{} {}", what, text::visible(path.string())));
}

[[noreturn]] void refuse(const fs::path& path) {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "link-in-the-way",
                 .message = fmt::format("{} is a link, or no directory: what is kept there would "
                                        "land elsewhere",
                                        text::visible(path.lexically_normal().string())),
                 .hint = "remove it if it is not yours; a directory is made in its place"});
}

std::vector<std::string> names_of(const fs::path& below) {
    std::vector<std::string> names;
    for (const fs::path& part : below)
        if (part != "." && !part.empty()) names.push_back(part.string());
    return names;
}

Descriptor enter(int directory, const std::string& name) {
    return Descriptor(::openat(directory, name.c_str(), directory_flags));
}

bool is_no_directory(int error) {
    return error == ELOOP || error == ENOTDIR;
}

bool leads_out(const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (name == ".." || name.find('/') != std::string::npos) return true;
    return names.empty();
}

void write_all(int descriptor, std::string_view bytes, const fs::path& path) {
    if (!write_whole(descriptor, bytes)) fail("write", path);
}

void copy_bytes(int from, int to, const fs::path& path) {
    char buffer[65536];
    for (;;) {
        const ssize_t count = ::read(from, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("read", path);
        if (count == 0) return;
        write_all(to, {buffer, static_cast<std::size_t>(count)}, path);
    }
}

void remove_entry(int directory, const char* name, int depth);

void remove_entries(Descriptor directory, int depth) {
    const int number = directory.release();
    DIR* const list = ::fdopendir(number); // closes it
    if (list == nullptr) {
        ::close(number);
        return;
    }
    while (const dirent* entry = ::readdir(list))
        if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
            remove_entry(number, entry->d_name, depth + 1);
    ::closedir(list);
}

// Deeper than any tree of sources: somebody wants the stack, or all descriptors.
constexpr int deepest = 500;

void remove_entry(int directory, const char* name, int depth) {
    if (::unlinkat(directory, name, 0) == 0 || (errno != EISDIR && errno != EPERM)) return;
    if (depth > deepest) return;
    Descriptor inner(::openat(directory, name, directory_flags));
    if (inner) remove_entries(std::move(inner), depth);
    ::unlinkat(directory, name, AT_REMOVEDIR);
}

} // namespace

Beneath::Beneath(fs::path directory)
    : directory_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
      path_(std::move(directory)) {
    if (!directory_)
        throw_system_error(errno, "open the directory " + text::visible(path_.string()));
}

Beneath::Beneath(Descriptor directory, fs::path path)
    : directory_(std::move(directory)), path_(std::move(path)) {}

Beneath::Place Beneath::place(const fs::path& below) const {
    const std::vector<std::string> names = names_of(below);
    errno = EXDEV;
    if (below.is_absolute() || leads_out(names)) return {};
    Descriptor at(::fcntl(directory_.get(), F_DUPFD_CLOEXEC, 0));
    for (std::size_t i = 0; at && i + 1 < names.size(); ++i) at = enter(at.get(), names[i]);
    return {std::move(at), names.back()};
}

Beneath::Place Beneath::place_for_writing(const fs::path& below) const {
    Place where = place(below);
    if (where.directory) return where;
    if (is_no_directory(errno) || errno == EXDEV) refuse((path_ / below).parent_path());
    fail("write", path_ / below);
}

std::optional<Beneath> Beneath::find(const fs::path& below) const {
    const Place where = place(below);
    Descriptor found = where.directory ? enter(where.directory.get(), where.name) : Descriptor();
    if (found) return Beneath(std::move(found), path_ / below);
    if (is_no_directory(errno) || errno == EXDEV) refuse(path_ / below);
    if (errno != ENOENT) fail("open", path_ / below);
    return std::nullopt;
}

Beneath Beneath::make(const fs::path& below) const {
    Beneath at(Descriptor(::fcntl(directory_.get(), F_DUPFD_CLOEXEC, 0)), path_);
    const std::vector<std::string> names = names_of(below);
    if (below.is_absolute() || leads_out(names)) refuse(path_ / below);
    for (const std::string& name : names) {
        const fs::path path = at.path_ / name;
        if (::mkdirat(at.directory_.get(), name.c_str(), 0777) != 0 && errno != EEXIST)
            fail("make", path);
        Descriptor next = enter(at.directory_.get(), name);
        if (!next && is_no_directory(errno)) refuse(path);
        if (!next) fail("open", path);
        at = Beneath(std::move(next), path);
    }
    return at;
}

std::optional<struct stat> Beneath::status(const fs::path& below) const {
    const Place where = place(below);
    struct stat info {};
    if (!where.directory ||
        ::fstatat(where.directory.get(), where.name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
        return std::nullopt;
    return info;
}

Descriptor Beneath::open(const fs::path& below, int flags, mode_t mode) const {
    const Place where = place(below);
    if (!where.directory) return {};
    return Descriptor(::openat(where.directory.get(), where.name.c_str(),
                               flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode));
}

std::optional<std::string> Beneath::read(const fs::path& below, std::uint64_t limit) const {
    const Descriptor file = open(below, O_RDONLY);
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
    return read_to_end(file, path_ / below, limit);
}

void Beneath::write(const fs::path& below, std::string_view bytes, mode_t mode,
                    Durability durability) const {
    const Place where = place_for_writing(below);
    static std::atomic<unsigned> count = 0; // two threads may write the same file
    const std::string fresh =
        fmt::format("{}.{}.{}{}", where.name, ::getpid(), ++count, unfinished);
    ::unlinkat(where.directory.get(), fresh.c_str(), 0);
    const Descriptor file(::openat(where.directory.get(), fresh.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file) fail("write", path_ / below);
    try {
        write_all(file.get(), bytes, path_ / below);
        const bool flushed = durability == Durability::flushed;
        // Some file systems have nothing to flush.
        if (flushed && ::fsync(file.get()) != 0 && errno != EINVAL && errno != ENOTSUP)
            fail("write", path_ / below);
        if (::renameat(where.directory.get(), fresh.c_str(), where.directory.get(),
                       where.name.c_str()) != 0)
            fail("write", path_ / below);
        if (flushed) ::fsync(where.directory.get()); // as far as the file system can
    } catch (const Error&) {
        ::unlinkat(where.directory.get(), fresh.c_str(), 0);
        throw;
    }
}

void Beneath::copy(const fs::path& from, const fs::path& below) const {
    struct stat info {};
    if (::lstat(from.c_str(), &info) != 0) fail("read", from);
    remove_all(below);
    const Place where = place_for_writing(below);
    if (S_ISLNK(info.st_mode)) {
        const std::string target = fs::read_symlink(from).string();
        if (::symlinkat(target.c_str(), where.directory.get(), where.name.c_str()) != 0)
            fail("write", path_ / below);
        return;
    }
    const Descriptor source(::open(from.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!source || ::fstat(source.get(), &info) != 0) fail("read", from);
    if (!S_ISREG(info.st_mode))
        throw_invalid(fmt::format("{} is no regular file", text::visible(from.string())));
    const Descriptor target(::openat(where.directory.get(), where.name.c_str(),
                                     O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!target) fail("write", path_ / below);
    copy_bytes(source.get(), target.get(), path_ / below);
    if (::fchmod(target.get(), info.st_mode & 07777) != 0) fail("write", path_ / below);
}

void Beneath::remove_unfinished() const {
    constexpr std::time_t long_ago = 3600; // seconds; to write one takes less than one
    std::error_code error;
    for (fs::directory_iterator entry(path_, error), end; !error && entry != end;
         entry.increment(error)) {
        const fs::path name = entry->path().filename();
        const auto info = name.extension() == unfinished ? status(name) : std::nullopt;
        if (info && S_ISREG(info->st_mode) && info->st_mtime < std::time(nullptr) - long_ago)
            remove(name);
    }
}

bool Beneath::remove(const fs::path& below) const {
    const Place where = place(below);
    if (!where.directory) return false;
    return ::unlinkat(where.directory.get(), where.name.c_str(), 0) == 0 ||
           ((errno == EISDIR || errno == EPERM) &&
            ::unlinkat(where.directory.get(), where.name.c_str(), AT_REMOVEDIR) == 0);
}

Descriptor open_inside(const fs::path& directory, const fs::path& below) {
    const Descriptor root(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root) return {};
    open_how how{};
    how.flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const long file = ::syscall(SYS_openat2, root.get(), below.c_str(), &how, sizeof how);
    if (file >= 0 || (errno != ENOSYS && errno != EPERM)) return Descriptor(static_cast<int>(file));
    // A container engine that does not know the call: look first, then open.
    std::error_code error;
    const fs::path target = fs::canonical(directory / below, error);
    const fs::path inside = fs::canonical(directory, error);
    if (error || below.is_absolute()) return {};
    const auto [end, ignored] = std::ranges::mismatch(inside, target);
    if (end != inside.end()) {
        errno = EXDEV;
        return {};
    }
    return Descriptor(::open(target.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

void Beneath::remove_all(const fs::path& below) const {
    const Place where = place(below);
    if (where.directory) remove_entry(where.directory.get(), where.name.c_str(), 0);
}

} // namespace acapctl
