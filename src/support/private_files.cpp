#include "support/private_files.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <csignal>
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

FileLock::FileLock(const std::filesystem::path& path, Opened) : file_(path.string() + ".lock") {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor_ < 0)
        throw_invalid(fmt::format("cannot write {}: {}", name(file_), std::strerror(errno)));
}

FileLock::FileLock(const std::filesystem::path& path) : FileLock(path, Opened()) {
    if (take_within(10000, {})) return;
    throw Error({.exit = ExitCode::invalid_input,
                 .code = "locked",
                 .message = fmt::format("{} holds {}", holder(), name(file_)),
                 .hint = "see what it is doing, and try again",
                 .retryable = true});
}

FileLock::FileLock(const std::filesystem::path& path,
                   const std::function<void(std::string_view)>& tell, const std::stop_token& stop)
    : FileLock(path, Opened()) {
    if (take_within(1000, stop)) return;
    tell(fmt::format("waiting for {}, which holds {}", holder(), name(file_)));
    while (!take_within(1000, stop)) {
    }
}

FileLock::~FileLock() {
    ::close(descriptor_);
}

// A lock could be waited for without asking again and again, but not until a stop is requested.
bool FileLock::take_within(long milliseconds, const std::stop_token& stop) {
    constexpr long pause = 50;
    for (long waited = 0; ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0; waited += pause) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            throw_invalid(fmt::format("cannot lock {}: {}", name(file_), std::strerror(errno)));
        if (waited >= milliseconds) return false;
        sleep_unless_stopped(stop, pause);
        check(stop);
    }
    // Only for the message of those who wait, so that it cannot be written does not matter.
    const std::string id = std::to_string(::getpid());
    if (::ftruncate(descriptor_, 0) == 0) (void)!::pwrite(descriptor_, id.data(), id.size(), 0);
    return true;
}

std::string FileLock::holder() const {
    char id[16];
    const ssize_t size = ::pread(descriptor_, id, sizeof id, 0);
    if (size <= 0) return "another acapctl";
    const std::string_view said(id, static_cast<std::size_t>(size));
    const auto number = text::parse_unsigned(said);
    const bool ended = number && ::kill(static_cast<pid_t>(*number), 0) != 0 && errno == ESRCH;
    return (ended ? "what was started by process " : "process ") + text::visible(said);
}

} // namespace acapctl
