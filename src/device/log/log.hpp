#pragma once
// The system log as text: pages, lines, and what is new in a page. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::device {

// One line of either form: "2023-06-18T17:52:26.257+09:00 host [ INFO    ] prog[pid]: text" (AXIS
// OS 6 and later) or "<INFO    > Oct 10 00:10:43 host prog[pid]: text" (before). What a line does
// not tell is empty; one that matches neither has its whole text as message.
struct LogLine {
    std::string text{};                  // as the device sent it
    std::string time{};                  // RFC 3339 in UTC; empty where year or zone are not told
    std::optional<std::int64_t> epoch{}; // the same, milliseconds since 1970
    std::optional<int> zone{};           // that the device wrote it in: minutes east of UTC
    std::string level{};                 // INFO, WARNING, ERR, ...
    std::string process{};
    std::optional<long> pid{};
    std::string message{};
};
LogLine parse_log_line(std::string_view text);

// Of syslog: 0 for EMERG to 7 for DEBUG. Any letter case; also "error" and "warn".
std::optional<int> log_severity(std::string_view level);

// Written by a part of AXIS OS that speaks about applications, not by one itself.
bool is_from_system(const LogLine& line);
// Of the application's own process, or of such a part and naming it: as a word, by its unit, or as
// the kernel does, which knows the first 15 characters of a name.
bool concerns(const LogLine& line, std::string_view app);

struct LogPage {
    bool filtered = false;            // the header says that the lines are of one application
    std::vector<std::string> lines{}; // without headers and empty lines
    bool last_is_whole = true;        // false: the body ends without a newline
    bool is_log = true;               // false: text, but neither a header nor a line of known form
};
LogPage parse_log_page(std::string_view body);

} // namespace acapctl::device
