#pragma once
// What the installer of a device has written to its log since an upload began. Lines are counted,
// not judged by their times: the device's clock is known to the second, several uploads fit into
// one, and a clock may be set.

#include "device/log/log_merge.hpp"
#include "device/log/log_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::device {

// What its lines say about one application.
struct InstallerTrace {
    bool arrived = false; // a package
    bool installed = false;
    std::string failure{}; // the line that tells it
};
InstallerTrace trace_of(const std::vector<std::string>& lines, const std::string& app);

class InstallerLog {
  public:
    // How much of what was written since begin() is known.
    enum class Reach {
        whole,       // all of it: what is not there was not written
        turned_over, // nothing of before is left (many lines since, a restart): some may be missing
        unread       // the log could not be read, then or now
    };

    // `device_time`: the device's clock before the upload, milliseconds since 1970, true to the
    // second. Where the lines cannot be counted, only those of later seconds are taken.
    explicit InstallerLog(Session& session, std::optional<std::int64_t> device_time = {})
        : reader_(session, ""), device_time_(device_time) {}

    // What the log has now is older than the upload. Like look(), it does without a log that cannot
    // be read, and throws `interrupted`.
    void begin();
    void look();
    // The last lines that the log had at begin(), by which another process finds the place again:
    // it goes on from there instead of begin(). Where they are no longer in the log, what is there
    // is taken by its time.
    std::vector<std::string> mark() const { return mark_; }
    void go_on_from(const std::vector<std::string>& mark);

    Reach reach() const { return reach_; } // at the last look
    const std::vector<std::string>& lines() const { return lines_; }

  private:
    std::optional<LogPage> read();
    std::optional<LogPage> first_page();
    bool is_later(const LogLine& line) const;
    bool is_rest_of_cut(const std::string& line);
    void take(std::vector<std::string> lines, bool by_time);

    LogReader reader_;
    std::optional<std::int64_t> device_time_;
    LogMerge seen_{};
    bool counts_ = false;              // a page was read before, to compare with
    bool had_lines_ = false;           // at begin()
    std::optional<std::string> cut_{}; // the last line at begin(), which had no end yet
    Reach best_ = Reach::unread;       // that can still be
    Reach reach_ = Reach::unread;
    std::vector<std::string> lines_{};
    std::vector<std::string> mark_{};
};

} // namespace acapctl::device
