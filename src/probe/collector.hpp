#pragma once
// Puts the report of the on-camera probe together again from application log lines: pieces are put
// together to parts, and parts to the report. The line format is described in apps/probe/log.c. No
// I/O.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

class Collector {
  public:
    // Of one part, of one report, and of all that is kept.
    static constexpr std::size_t most_pieces = 4000; // of 160 bytes; a real one has some 30
    static constexpr std::size_t most_parts = 200;   // a real one has two, and one for each model
    static constexpr std::size_t most_bytes = 8U << 20U;

    // Takes the message of one log line; lines of other programs, damaged lines and repetitions
    // are ignored, so a whole log may be given again and again.
    // `line`: the whole line, with its time, tells two apart that say the same; empty: nothing
    // does.
    void add(std::string_view message, std::string_view line = {});

    // What has begun by now belongs to an earlier probe, not to the one about to start.
    void forget_runs();

    // The report, as soon as one run has all its parts and their checksums are right.
    std::optional<nlohmann::json> report() const;
    // Of the newest run what came before the first part that is not whole.
    std::optional<nlohmann::json> beginning() const;

    // A part of the newest run has all its lines, and they are no JSON object.
    bool is_no_report() const;
    // A part of the newest run has begun and is not whole.
    bool has_gap() const;
    // Of such a part lines are there, and from one on none is any more, as where whoever writes
    // them ends; else some between them are missing, or what is there is damaged.
    bool breaks_off() const;

    // A line of a report that is not forgotten is there, whole or damaged.
    bool has_begun() const { return !newest_.empty() || damaged_pieces_ > 0; }
    // What runs that are not forgotten have told that they do, oldest first.
    const std::vector<std::string>& doing() const { return doing_; }
    // It has more lines than are taken of one; 0: it does not.
    std::size_t too_long() const { return too_long_; }
    // What of the newest run is there, for an error message: "6 of 7 lines, and 1 damaged".
    std::string progress() const;
    // Which of its lines are not, though later ones are: "line 3 of part 2"; empty: none.
    std::string missing() const;

  private:
    struct Part {
        std::map<std::size_t, std::string> pieces{}; // by number, from 1
        std::size_t count = 0;                       // 0: not known yet
        std::optional<std::string> crc{}; // of the whole text, from the end line; "-": none

        std::optional<std::string> whole_text() const;
        bool breaks_off() const;
    };
    struct Run {
        std::map<std::size_t, Part> parts{}; // by number, from 1
        bool old = false;
    };
    struct Joined {
        std::optional<nlohmann::json> report{}; // of the parts up to the first that is not whole
        bool is_all = false;
    };
    // `message`: without the marker; false: it is damaged.
    bool take(std::string_view message, std::string_view line);
    bool take_doing(const std::string& name, std::string_view text, std::string_view line);
    bool take_line(const std::string& name, std::size_t part, std::string_view message);
    static bool take_end(Part& part, std::string_view rest);
    bool take_piece(Part& part, const std::string& name, std::string_view position,
                    std::string_view rest);
    const Run* newest() const; // nullptr: none
    static Joined joined(const Run& run);

    std::map<std::string, Run> runs_;
    std::string newest_;
    std::vector<std::string> doing_;
    std::set<std::pair<std::string, std::string>> told_; // by run, the lines of all that was told
    std::size_t bytes_ = 0;                              // of all pieces
    std::size_t too_long_ = 0;
    std::set<std::string> long_runs_; // that were told of
    std::set<std::string> damaged_;
    std::size_t old_damage_ = 0;     // of them, those from before forget_runs()
    std::size_t damaged_pieces_ = 0; // of the others, what is left of lines of a report
};

} // namespace acapctl::probe
