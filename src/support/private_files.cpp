#include "support/private_files.hpp"

#include "acapctl/error.hpp"
#include "support/descriptor.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/regular_file.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl {

namespace {

struct Listener {
    std::mutex mutex{};
    std::function<void(const std::string&)> tell{};
    std::set<std::string> told{};
};

Listener& the_listener() {
    static Listener listener;
    return listener;
}

void tell(const std::string& text) {
    Listener& listener = the_listener();
    const std::lock_guard lock(listener.mutex);
    if (listener.tell && listener.told.insert(text).second) listener.tell(text);
}

[[noreturn]] void throw_unreadable(const std::filesystem::path& path) {
    throw_system_error(errno, "read " + visible_path(path));
}

// Who else may write or read the file; empty: nobody who should not.
std::string complaint_of(const struct stat& status, Privacy privacy) {
    // The netrc that root reads is often that of the user who became root, or who mounted it into
    // a container.
    const bool lent = privacy == Privacy::login && ::geteuid() == 0;
    if (!lent && status.st_uid != ::geteuid() && status.st_uid != 0)
        return "belongs to another user";
    if ((status.st_mode & 022) != 0) return "can be written by others";
    if (privacy == Privacy::secret && (status.st_mode & 077) != 0) return "can be read by others";
    return {};
}

} // namespace

bool keeps_modes(const std::filesystem::path& file) {
    std::error_code error;
    const auto real = std::filesystem::canonical(file, error);
    std::string pattern = (error ? file : real).parent_path() / ".acapctl-XXXXXX";
    const Descriptor probe(::mkostemp(pattern.data(), O_CLOEXEC)); // with mode 0600
    if (!probe) return true;
    ::unlink(pattern.c_str());
    struct stat status {};
    return ::fstat(probe.get(), &status) != 0 || (status.st_mode & 077) == 0;
}

std::optional<std::string> read_private_file(const std::filesystem::path& path, Privacy privacy,
                                             std::uint64_t limit,
                                             bool (*modes_kept)(const std::filesystem::path&)) {
    // What is judged is what is read. A pipe must not be waited for.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0) throw_unreadable(path);
    if (!S_ISREG(status.st_mode))
        throw_invalid(fmt::format("{} is no regular file", visible_path(path)));
    if (const std::string complaint = complaint_of(status, privacy); !complaint.empty()) {
        if (modes_kept(path))
            throw_invalid(
                fmt::format("{} {}, so it is not read", visible_path(path), complaint),
                status.st_uid == ::geteuid() || status.st_uid == 0
                    ? fmt::format("chmod 600 {}", text::visible(shell_quoted({path.string()})))
                    : "it decides which devices are trusted, or how to log in to them; "
                      "make it your own");
        tell(fmt::format("{} {}: its file system keeps no modes; keep it elsewhere",
                         visible_path(path), complaint));
    } else if (privacy == Privacy::login && (status.st_mode & 077) != 0) {
        tell(fmt::format("{0} can be read by others: chmod 600 {0}", visible_path(path)));
    }
    return read_to_end(file, path, limit);
}

void on_private_file_warning(std::function<void(const std::string& text)> tell) {
    Listener& listener = the_listener();
    const std::lock_guard lock(listener.mutex);
    listener.tell = std::move(tell);
}

void make_private_directory(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return;
    if (path.has_parent_path() && path.parent_path() != path)
        make_private_directory(path.parent_path());
    if (::mkdir(path.c_str(), 0700) == 0)
        flush_directory(path.parent_path()); // else a power loss takes what is flushed in it
    else if (errno != EEXIST)
        throw_invalid(fmt::format("cannot make {}: {}", visible_path(path), std::strerror(errno)));
}

FileLock::FileLock(const std::filesystem::path& path, Opened) : file_(path.string() + ".lock") {
    descriptor_ =
        Descriptor(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!descriptor_) throw_system_error(errno, "write " + visible_path(file_));
}

FileLock::FileLock(const std::filesystem::path& path) : FileLock(path, Opened()) {
    if (take_within(10000, {})) return;
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "locked",
                 .message = fmt::format("{} holds {}", holder(), visible_path(file_)),
                 .hint = "see what it is doing, and try again",
                 .retryable = true});
}

FileLock::FileLock(const std::filesystem::path& path,
                   const std::function<void(std::string_view)>& tell, const std::stop_token& stop)
    : FileLock(path, Opened()) {
    if (take_within(1000, stop)) return;
    tell(fmt::format("waiting for {}, which holds {}", holder(), visible_path(file_)));
    while (!take_within(1000, stop)) {
    }
}

bool FileLock::is_held(const std::filesystem::path& path) {
    const FileLock lock(path, Opened());
    return ::flock(lock.descriptor_.get(), LOCK_SH | LOCK_NB) != 0;
}

std::unique_ptr<FileLock> FileLock::if_free(const std::filesystem::path& path) {
    std::unique_ptr<FileLock> lock(new FileLock(path, Opened()));
    return lock->take_within(0, {}) ? std::move(lock) : nullptr;
}

// A lock could be waited for without asking again and again, but not until a stop is requested.
bool FileLock::take_within(long milliseconds, const std::stop_token& stop) {
    constexpr long pause = 50;
    for (long waited = 0; ::flock(descriptor_.get(), LOCK_EX | LOCK_NB) != 0; waited += pause) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            throw_system_error(errno, "lock " + visible_path(file_));
        if (waited >= milliseconds) return false;
        sleep_unless_stopped(stop, pause);
        check(stop);
    }
    // Only for the message of those who wait, so that it cannot be written does not matter.
    const std::string id = std::to_string(::getpid());
    if (::ftruncate(descriptor_.get(), 0) == 0)
        (void)!::pwrite(descriptor_.get(), id.data(), id.size(), 0);
    return true;
}

std::string FileLock::holder() const {
    char id[16];
    const ssize_t size = ::pread(descriptor_.get(), id, sizeof id, 0);
    if (size <= 0) return "another acapctl";
    const std::string_view said(id, static_cast<std::size_t>(size));
    const auto number = text::parse_unsigned(said);
    const bool ended = number && ::kill(static_cast<pid_t>(*number), 0) != 0 && errno == ESRCH;
    return (ended ? "what was started by process " : "process ") + text::visible(said);
}

} // namespace acapctl
