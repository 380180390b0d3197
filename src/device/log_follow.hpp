#pragma once
// An application's log from a device, once or as it grows.

#include "device/clock.hpp"
#include "device/log.hpp"
#include "device/session.hpp"

#include <memory>
#include <regex.h>

namespace acapctl::device {

// A POSIX extended regular expression, as for grep -E. Throws a usage error that names `what`.
class Pattern {
  public:
    Pattern(const std::string& expression, std::string_view what);
    bool matches(const std::string& text) const;

  private:
    std::unique_ptr<regex_t, void (*)(regex_t*)> compiled_;
};

// Fetches the log of one application; remembers which of the two paths the device has. `app` empty:
// the whole system log.
class LogReader {
  public:
    LogReader(Session& session, std::string app) : session_(session), app_(std::move(app)) {}
    LogPage fetch();
    // The device's clock at the last fetch, milliseconds since 1970.
    std::optional<std::int64_t> device_time() const { return device_time_; }

  private:
    Session& session_;
    std::string app_;
    bool legacy_ = false;
    std::optional<std::int64_t> device_time_{};
};

struct LogEvent {
    bool gap = false; // lines may be missing here; `line` is empty
    LogLine line{};
};

struct FollowOptions {
    std::string app{};
    bool follow = false;                              // until `until`, `wait` or a stop
    std::optional<std::chrono::milliseconds> since{}; // before the device's clock
    std::string grep{};                               // only lines that match, whole or by message
    std::string until{};                              // end with the first line that matches
    std::optional<std::chrono::milliseconds> wait{};  // bounds `until`: exit 12
    LogMerge seen{};                                  // what needs no showing any more
};

// Calls `sink` with each line. Ends after one fetch, or when `until` matched. A device that cannot
// be reached for a while (a restart) is asked again for two minutes. Throws `condition` when `wait`
// ran out, `interrupted` on a stop.
void follow_log(Session& session, const FollowOptions& options,
                const std::function<void(const LogEvent&)>& sink, const Clock& clock = {});

} // namespace acapctl::device
