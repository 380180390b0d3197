#include "emulator/process/line_faults.hpp"

#include "catch.hpp"

#include <string>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

// The first letters of what stands in the log when a program with these faults writes a to f,
// `size` times each.
std::string logged(const std::vector<std::string>& faults, std::size_t size = 1) {
    Faults device(parse_faults(faults));
    LineFaults lines(device);
    std::string all;
    for (const char letter : std::string("abcdef"))
        for (const LogEntry& entry : lines.become({.message = std::string(size, letter)}))
            all += entry.message + ' ';
    if (const auto held = lines.take_held()) all += held->message + ' ';
    return all;
}

} // namespace

TEST_CASE("faults lose lines of a program, cut them, mix them or end it") {
    CHECK(logged({}) == "a b c d e f ");
    CHECK(logged({"log-lost"}) == "a b d e ");
    CHECK(logged({"log-mixed"}, 2) == "bb a aa dd c cc ff e ee ");
    CHECK(logged({"killed-at-line:2"}) == "a b ");
    CHECK(logged({"killed-at-line:3", "log-lost"}) == "a b ");
    CHECK(logged({"log-cut"}, 150).substr(0, 102) == std::string(100, 'a') + " b");
    CHECK(logged({"log-cut"}, 100).substr(0, 102) == std::string(100, 'a') + " b");
}

TEST_CASE("a line that waits for the next one is not lost with the end of its program") {
    CHECK(logged({"log-mixed", "log-lost"}, 2) == "bb a aa ee d dd ");
    Faults device(parse_faults({"log-mixed"}));
    LineFaults lines(device);
    CHECK(lines.become({.message = "only"}).empty());
    CHECK(lines.take_held()->message == "only");
    CHECK_FALSE(lines.take_held());
}

TEST_CASE("a program is to be killed with its last line, unless its start has no such fault") {
    Faults device(parse_faults({"killed-at-line:2:1"}));
    LineFaults first(device);
    first.become({.message = "a"});
    CHECK_FALSE(first.killed());
    first.become({.message = "b"});
    CHECK(first.killed());
    LineFaults second(device);
    for (const char* text : {"a", "b", "c"}) second.become({.message = text});
    CHECK_FALSE(second.killed());
}
