#include "support/private_files.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl {

namespace {

std::string name(const std::filesystem::path& path) {
    return text::visible(path.string());
}

} // namespace

std::optional<std::string> read_private_file(const std::filesystem::path& path, Privacy privacy,
                                             std::uint64_t limit) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        throw_invalid(fmt::format("cannot read {}: {}", name(path), std::strerror(errno)));
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        throw_invalid(fmt::format("{} belongs to another user", name(path)),
                      "it decides which devices are trusted; make it your own");
    const mode_t forbidden = privacy == Privacy::secret ? 077 : 022;
    if ((status.st_mode & forbidden) != 0)
        throw_invalid(fmt::format("{} can be {} by others", name(path),
                                  privacy == Privacy::secret ? "read" : "written"),
                      fmt::format("chmod 600 {}", name(path)));
    return read_file(path, limit);
}

bool others_may_read(const std::filesystem::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && (status.st_mode & 077) != 0;
}

void make_private_directory(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return;
    if (path.has_parent_path() && path.parent_path() != path)
        make_private_directory(path.parent_path());
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        throw_invalid(fmt::format("cannot make {}: {}", name(path), std::strerror(errno)));
}

FileLock::FileLock(const std::filesystem::path& path) {
    const std::string file = path.string() + ".lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor_ < 0)
        throw_invalid(
            fmt::format("cannot write {}: {}", text::visible(file), std::strerror(errno)));
    while (::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
    }
}

FileLock::~FileLock() {
    ::close(descriptor_);
}

} // namespace acapctl
