#pragma once
// An application's log from a device, once or as it grows.

#include "device/http/clock.hpp"
#include "device/log/log_merge.hpp"
#include "device/log/log_reader.hpp"
#include "device/log/since.hpp"
#include "device/session/session.hpp"

#include <memory>
#include <regex.h>

namespace acapctl::device {

// A POSIX extended regular expression, as for grep -E. Throws a usage error that names `what`.
class Pattern {
  public:
    static constexpr std::size_t longest_matched = 64U << 10U; // bytes of a line; the rest is not
    Pattern(const std::string& expression, std::string_view what);
    bool matches(const std::string& text) const;

  private:
    std::unique_ptr<regex_t, void (*)(regex_t*)> compiled_;
};

// The pause between two fetches, of which each costs the device the whole log: short while lines
// come, long when it is quiet, and never so short that the device is busy for more than a fifth of
// the time. When the log turns over so fast that lines might be lost, that comes first.
class Pace {
  public:
    static constexpr std::chrono::milliseconds fastest{250};
    static constexpr std::chrono::milliseconds slowest{3000};

    // After a fetch that took `took`, and brought `fresh` new lines of `all`.
    std::chrono::milliseconds after(std::chrono::milliseconds took, std::size_t fresh,
                                    std::size_t all);

  private:
    std::chrono::milliseconds pause_ = fastest;
};

struct LogEvent {
    bool gap = false;       // lines may be missing here; `line` is empty
    bool restarted = false; // the device has restarted since the line before; `line` is empty
    LogLine line{};
};

struct FollowOptions {
    std::string app{};
    bool follow = false;      // until `until`, `wait` or a stop
    bool with_system = false; // also what parts of AXIS OS say of the application
    std::optional<Since> since{};
    std::optional<std::size_t> tail{};               // of the lines that are there, the last ones
    std::optional<int> level{};                      // of log_severity(): that and worse
    std::string grep{};                              // only lines that match, whole or by message
    std::string until{};                             // end with the first line that matches
    std::optional<std::chrono::milliseconds> wait{}; // bounds `until`: exit 12
    LogMerge seen{};                                 // what needs no showing any more
    // Asked when the device has no line of `app`: the name to go on with.
    std::function<std::string()> when_silent{};
};

// Calls `sink` with each line. Ends after one fetch, or when `until` matched. A device that goes
// out of reach while it is followed (a restart) is asked again for two minutes. Throws `condition`
// when `wait` ran out, `interrupted` on a stop.
void follow_log(Session& session, const FollowOptions& options,
                const std::function<void(const LogEvent&)>& sink, const Clock& clock = {});

} // namespace acapctl::device
