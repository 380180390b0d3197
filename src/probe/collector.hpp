#pragma once
// Puts the report of the on-camera probe together again from application log lines. The line
// format is described in apps/probe/report.c. No I/O.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::probe {

class Collector {
  public:
    // Takes the message of one log line; lines of other programs, damaged lines and repetitions
    // are ignored, so a whole log may be given again and again.
    void add(std::string_view message);

    // What has begun by now belongs to an earlier probe, not to the one about to start.
    void forget_runs();

    // The report, as soon as one run is complete and its checksum right.
    std::optional<nlohmann::json> report() const;

    // A line of a run that is not forgotten is there, whole or damaged.
    bool has_begun() const { return !newest_.empty() || damaged_.size() > old_damage_; }
    // What of the newest run is there, for an error message: "3 of 7 lines, and 1 damaged".
    std::string progress() const;

  private:
    struct Run {
        std::map<std::size_t, std::string> pieces; // by number, from 1
        std::size_t count = 0;                     // 0: not known yet
        std::optional<std::string> crc;            // of the whole text, from the end line
        bool old = false;
    };
    bool take(std::string_view message); // without the marker; false: it is damaged
    static std::optional<std::string> whole_text(const Run& run);

    std::map<std::string, Run> runs_;
    std::string newest_;
    std::set<std::string> damaged_;
    std::size_t old_damage_ = 0; // of them, those from before forget_runs()
};

} // namespace acapctl::probe
