#pragma once
// What the logs of a device say about one application since it was started.

#include "device/log/log_follow.hpp"
#include "device/log/log_merge.hpp"
#include "device/log/log_reader.hpp"

#include <functional>
#include <string>
#include <vector>

namespace acapctl::device {

// Its own lines, and those of the whole system log that name it, for systemd and the loader write
// there.
class Evidence {
  public:
    // Remembers what the logs have before the start. A log that cannot be read, by this account or
    // at all, is done without, after a warning.
    Evidence(Session& session, const std::string& app);
    const LogMerge& before() const { return before_; }

    void look();
    bool ran() const { return ran_; }
    bool failed() const { return failed_; }
    bool shows(const Pattern& pattern) const; // in a line since then, whole or by its message
    // The last lines of both logs, in the order of their times.
    std::vector<std::string> excerpt() const;

  private:
    void read(const std::function<void()>& fetch);
    void add(std::string line);

    Session& session_;
    std::string app_;
    LogReader own_;
    LogReader system_;
    LogMerge own_seen_{};
    LogMerge system_seen_{};
    LogMerge before_{};
    std::vector<std::string> lines_{};
    bool readable_ = true;
    bool ran_ = false;
    bool failed_ = false;
};

} // namespace acapctl::device
