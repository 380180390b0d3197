#pragma once
// What syslog(3) writes into /dev/log, and what systemd makes of a line of standard output.

#include <string>
#include <string_view>

namespace acapctl::emulator {

struct SyslogMessage {
    unsigned severity = 6;
    std::string program{}; // empty if the message names none
    std::string text{};
};

// <PRI>Mmm dd hh:mm:ss ident[pid]: text, each part but the text optional.
SyslogMessage parse_syslog(std::string_view datagram);

// A line of standard output may begin with <N> to choose its level, as sd-daemon(3) says.
SyslogMessage parse_output_line(std::string_view line);

} // namespace acapctl::emulator
