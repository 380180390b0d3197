#pragma once
// What the programs of one application print and log becomes lines of the device's log, within
// bounds of memory and of the log.

#include "emulator/process/child.hpp"
#include "emulator/process/device_log.hpp"
#include "emulator/process/line_faults.hpp"
#include "emulator/process/log_budget.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::emulator {

class ProgramOutput {
  public:
    ProgramOutput(DeviceLog& log, std::string app) : log_(log), app_(std::move(app)) {}

    struct Round {
        bool empty = true;         // nothing had come
        std::vector<int> closed{}; // sockets on which nothing will come any more
    };
    // What both sockets hold, in the order in which it was written; of a flood a part, so that one
    // application does not hold up the others. -1: there is none.
    Round read(int output, int log_socket);
    // A program starts, with these faults of its lines; once killed(), it is to be killed.
    void begin(LineFaults faults) { faults_ = std::move(faults); }
    bool killed() const { return faults_.killed(); }
    // Nobody writes any more: unfinished lines too become lines.
    void finish();
    // To be called now and then: tells what was dropped.
    void tell_dropped(bool at_once = false);

  private:
    struct Piece {
        Received received{};
        bool is_output = false;
    };

    bool take(std::vector<Piece>& pieces, int socket, bool is_output) const;
    void output(const Received& received);
    void line(const Received& from, std::string_view text);
    void syslog(const Received& received);
    void add(LogEntry entry);
    void keep(LogEntry entry);
    void flush();

    DeviceLog& log_;
    std::string app_;
    LogBudget budget_{};
    LineFaults faults_{};
    std::map<pid_t, std::string> partial_{}; // output without its newline yet
};

} // namespace acapctl::emulator
