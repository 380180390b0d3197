#pragma once
// Lines for tests of logs.

#include <string>
#include <vector>

namespace acapctl::device {

inline std::vector<std::string> numbered(int from, int to) {
    std::vector<std::string> lines;
    for (int i = from; i <= to; ++i)
        lines.push_back("line number " + std::to_string(i) + " of the log");
    return lines;
}

} // namespace acapctl::device
