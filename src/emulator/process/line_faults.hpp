#pragma once
// What faults make of the lines that one run of a program leaves in the log.

#include "emulator/process/device_log.hpp"
#include "emulator/profile/faults.hpp"

#include <optional>
#include <vector>

namespace acapctl::emulator {

class LineFaults {
  public:
    LineFaults() = default;
    // Those that the device has at this start of a program; counts as one time of each.
    explicit LineFaults(Faults& faults);

    // What stands in the log for the next line.
    std::vector<LogEntry> become(LogEntry line);
    // A line that waited for the next one.
    std::optional<LogEntry> take_held();
    bool killed() const { return end_ > 0 && count_ >= end_; }

  private:
    std::vector<LogEntry> mixed(LogEntry line);

    bool lost_ = false;
    bool cut_ = false;
    bool mixed_ = false;
    unsigned end_ = 0; // the line at which the program is killed; 0: none
    unsigned count_ = 0;
    std::optional<LogEntry> held_{};
};

} // namespace acapctl::emulator
