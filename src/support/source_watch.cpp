#include "support/source_watch.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

constexpr int deepest_watched = 20;
constexpr std::size_t most_watched = 5000; // directories
constexpr int tick = 100;                  // ms
constexpr int quiet_ticks = 3;             // an editor writes, renames and removes at once

[[noreturn]] void throw_unwatched(const fs::path& directory, int error) {
    throw_invalid(fmt::format("{} cannot be watched: {}", text::visible(directory.string()),
                              std::strerror(error)),
                  error == ENOSPC ? "the kernel watches no more directories for you: "
                                    "sysctl fs.inotify.max_user_watches"
                                  : "");
}

} // namespace

bool SourceWatch::is_watched(std::string_view name) const {
    return !name.empty() && !name.starts_with('.') && !name.ends_with('~') && name != "build" &&
           name != "node_modules" && is_source_(name);
}

SourceWatch::SourceWatch(const fs::path& directory, IsSource is_source)
    : is_source_(std::move(is_source)), notices_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
    if (!notices_) throw_unwatched(directory, errno);
    add(directory, 0);
}

void SourceWatch::add(const fs::path& directory, int depth) {
    constexpr std::uint32_t what =
        IN_CLOSE_WRITE | IN_MOVE | IN_CREATE | IN_DELETE | IN_ONLYDIR | IN_DONT_FOLLOW;
    // The one that is named may be a link.
    const std::uint32_t events = depth == 0 ? what & ~std::uint32_t{IN_DONT_FOLLOW} : what;
    const int watch = ::inotify_add_watch(notices_.get(), directory.c_str(), events);
    if (watch < 0) {
        if (depth == 0 || errno == ENOSPC) throw_unwatched(directory, errno);
        return; // it is gone already, or is not for us to read
    }
    watched_[watch] = directory;
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (!is_watched(entry->path().filename().string()) ||
            entry->symlink_status(ignored).type() != fs::file_type::directory)
            continue;
        if (depth < deepest_watched && watched_.size() < most_watched)
            add(entry->path(), depth + 1);
        else if (left_out_.empty())
            left_out_ = entry->path();
    }
}

bool SourceWatch::read_changes() {
    bool changed = false;
    alignas(inotify_event) std::array<char, 16U << 10U> buffer{};
    for (;;) {
        const ssize_t size = ::read(notices_.get(), buffer.data(), buffer.size());
        if (size <= 0) return changed;
        for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(size);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char* name = event.len > 0 ? buffer.data() + at + sizeof event : "";
            at += sizeof event + event.len;
            if ((event.mask & IN_Q_OVERFLOW) != 0) changed = true;
            if ((event.mask & IN_IGNORED) != 0) watched_.erase(event.wd);
            if (!is_watched(name)) continue;
            const bool directory = (event.mask & IN_ISDIR) != 0;
            const auto parent = watched_.find(event.wd);
            if (directory && (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0 &&
                parent != watched_.end())
                add(parent->second / name, 1);
            // A file that is made is of interest when it is written.
            changed = changed || directory || (event.mask & IN_CREATE) == 0;
        }
    }
}

bool SourceWatch::wait(const std::stop_token& stop) {
    bool changed = false;
    for (int quiet = 0; !stop.stop_requested();) {
        pollfd readable{.fd = notices_.get(), .events = POLLIN, .revents = 0};
        ::poll(&readable, 1, tick);
        const bool now = read_changes();
        changed = changed || now;
        quiet = now ? 0 : quiet + 1;
        if (changed && quiet >= quiet_ticks) return true;
    }
    return false;
}

} // namespace acapctl
