#pragma once
// Puts the report of the on-camera probe together again from application log lines. The line
// format is described in apps/probe/report.c. No I/O.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::probe {

class Collector {
  public:
    // Takes the message of one log line; lines of other programs, damaged lines and repetitions
    // are ignored, so a whole log may be given again and again.
    void add(std::string_view message);

    // What is complete by now is the answer to an earlier probe, not to the one about to start.
    void forget_complete_runs();

    // The report, as soon as one run is complete and its checksum right.
    std::optional<nlohmann::json> report() const;

    // How many pieces of the newest run are there, for an error message: "3 of 7".
    std::string progress() const;

  private:
    struct Run {
        std::map<std::size_t, std::string> pieces; // by number, from 1
        std::size_t count = 0;                     // 0: not known yet
        std::optional<std::string> crc;            // of the whole text, from the end line
        bool old = false;
    };
    static std::optional<std::string> whole_text(const Run& run);

    std::map<std::string, Run> runs_;
    std::string newest_;
};

} // namespace acapctl::probe
