#include "support/regular_file.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace acapctl {

namespace {

[[noreturn]] void throw_unreadable(const std::filesystem::path& path, int error) {
    throw_system_error(error, "read " + visible_path(path));
}

// By its name alone: a link to one of these is not what a person typed.
bool is_own_descriptor(const std::filesystem::path& path) {
    const std::string name = path.string();
    return name == "/dev/stdin" || name.starts_with("/dev/fd/") ||
           name.starts_with("/proc/self/fd/");
}

} // namespace

Descriptor open_to_read(const std::filesystem::path& path) {
    const bool own = is_own_descriptor(path);
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | (own ? 0 : O_NONBLOCK)));
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0) throw_unreadable(path, errno);
    if (S_ISDIR(info.st_mode)) throw_unreadable(path, EISDIR);
    if (!own && !S_ISREG(info.st_mode))
        throw_invalid(fmt::format("cannot read {}: not a regular file", visible_path(path)),
                      "a FIFO, socket or device is not read; write its content to a file first");
    return file;
}

std::string read_to_end(const Descriptor& file, const std::filesystem::path& name,
                        std::uint64_t limit) {
    std::string bytes;
    char buffer[65536];
    while (true) {
        const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_unreadable(name, errno);
        if (count == 0) return bytes;
        bytes.append(buffer, static_cast<std::size_t>(count));
        if (bytes.size() > limit)
            throw_invalid(
                fmt::format("{} is larger than {}", visible_path(name), text::human_size(limit)));
    }
}

} // namespace acapctl
