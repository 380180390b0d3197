#pragma once
// What is new in a page of the log. Pure.

#include "device/log/log.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::device {

// Gives of each page what the pages before did not have, in time linear in the two pages. Lines are
// compared whole and counted: their times are neither unique nor strictly ordered, and the first
// and last may be cut anywhere.
class LogMerge {
  public:
    struct Step {
        bool gap = false; // nothing of the page before is left: lines may be missing
        std::vector<std::string> lines{};
    };
    Step advance(LogPage page);
    // A last line without newline that advance() holds back until the next page shows its end.
    std::optional<std::string> held() const { return held_; }

  private:
    std::vector<std::string> seen_{}; // the lines of the page before
    std::optional<std::string> held_{};
};

} // namespace acapctl::device
