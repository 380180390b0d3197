#include "emulator/process/device_log.hpp"
#include "emulator/process/syslog_message.hpp"
#include "support/files.hpp"

#include "catch.hpp"

#include <algorithm>
#include <sstream>

using namespace acapctl;
using namespace acapctl::emulator;
using namespace std::chrono_literals;

TEST_CASE("a log line has the form of a device's") {
    const LogTime time(std::chrono::milliseconds(1'687'110'746'257));
    LogEntry entry{.time = time, .program = "hello", .pid = 42, .message = "up"};
    CHECK(format_line(entry, "axis-b8a44f000001") ==
          "2023-06-18T17:52:26.257+00:00 axis-b8a44f000001 [ INFO    ] hello[42]: up");
    const std::vector<std::string> levels{"EMERG   ", "ALERT   ", "CRIT    ", "ERR     ",
                                          "WARNING ", "NOTICE  ", "INFO    ", "DEBUG   "};
    for (unsigned severity = 0; severity < 8; ++severity) {
        entry.severity = severity;
        CHECK_THAT(format_line(entry, "h"), contains("[ " + levels[severity] + "]"));
    }
    entry.pid = 0;
    entry.message = "two\nlines";
    CHECK_THAT(format_line(entry, "h"), contains("hello: two#012lines"));
}

TEST_CASE("syslog messages are read with and without each of their parts") {
    struct Row {
        const char* datagram;
        unsigned severity;
        const char* program;
        const char* text;
    };
    for (const Row& row : {Row{"<12>Jun 18 17:52:26 hello[7]: hot", 4, "hello", "hot"},
                           {"<14>Jun  1 17:52:26 hello: hot\n", 6, "hello", "hot"},
                           {"<11>hello: hot", 3, "hello", "hot"},
                           {"<15>no colon here", 7, "", "no colon here"},
                           {"bare", 5, "", "bare"},
                           {"<999>x: y", 5, "<999>x", "y"},
                           {"<6>Jun 18 17:52:26 a b: c", 6, "", "a b: c"},
                           {"<6>prog[12: c", 6, "", "prog[12: c"},
                           {"<6>prog[12]", 6, "", "prog[12]"},
                           {"", 5, "", ""}}) {
        INFO(row.datagram);
        const SyslogMessage message = parse_syslog(row.datagram);
        CHECK(message.severity == row.severity);
        CHECK(message.program == row.program);
        CHECK(message.text == row.text);
    }
}

TEST_CASE("a line of output is INFO unless it says otherwise") {
    CHECK(parse_output_line("plain").severity == 6);
    CHECK(parse_output_line("<3>bad").severity == 3);
    CHECK(parse_output_line("<3>bad").text == "bad");
    CHECK(parse_output_line("<12>tag>").text == "<12>tag>");
    CHECK(parse_output_line("<>").text == "<>");
}

TEST_CASE("the log keeps lines apart by application, in order, over a restart") {
    const TempDir directory;
    const LogTime start = std::chrono::system_clock::now();
    {
        DeviceLog log(directory.path(), "axis-1");
        log.add({.time = start, .program = "a", .app = "a", .message = "first"});
        log.add({.time = start - 1s, .program = "b", .app = "b", .message = "second"});
        log.system("systemd", "third");
    }
    const DeviceLog log(directory.path(), "axis-1");
    CHECK_THAT(log.of("a"), contains("first"));
    CHECK(log.of("a").find("second") == std::string::npos);
    CHECK(log.of("").find("first") == std::string::npos);
    const std::string all = log.all();
    CHECK(all.find("first") < all.find("second"));
    CHECK(all.find("second") < all.find("third"));
    // The clock of the second line stood back, its time does not.
    CHECK(log.of("a").substr(0, 23) == log.of("b").substr(0, 23));
}

TEST_CASE("the log is bounded and forgets its oldest lines") {
    const TempDir directory;
    DeviceLog log(directory.path(), "axis-1", 1000);
    for (int i = 0; i < 200; ++i)
        log.add({.program = "a", .app = "a", .message = "line " + std::to_string(i)});
    const std::string all = log.all();
    CHECK(all.size() < 2100);
    CHECK_THAT(all, contains("line 199"));
    CHECK(all.find("line 1\n") == std::string::npos);
    std::istringstream lines(all);
    std::string line;
    int count = 0;
    while (std::getline(lines, line)) ++count;
    CHECK(count > 5);
}

TEST_CASE("no name and no message makes a second line or a second name") {
    const LogEntry entry{
        .program = "sys\nlog d\t\x1b[1m", .pid = 1, .app = "a\tb\nc", .message = "m"};
    const std::string line = format_line(entry, "h");
    CHECK_THAT(line, contains("] sys#012log#040d#011#033[1m[1]: m"));
    const TempDir directory;
    DeviceLog log(directory.path(), "axis-1");
    log.add(entry);
    log.add({.program = parse_syslog("<6>evil\n2026 axis-1 [ INFO    ] b[1]: x").program,
             .app = "b",
             .message = "n"});
    log.add({.app = "b", .message = std::string(100'000, 'x')});
    CHECK(log.of("a").empty());
    const std::string all = log.all();
    CHECK(std::count(all.begin(), all.end(), '\n') == 3);
    CHECK(all.size() < 9000);
}
