#include "device/log/log.hpp"

#include "catch.hpp"
#include "support/files.hpp"

#include <filesystem>
#include <iostream>

using namespace acapctl;
using namespace acapctl::device;

TEST_CASE("both line forms and the odd ones are read") {
    struct Row {
        const char* text;
        const char* time;
        const char* level;
        const char* process;
        long pid; // -1: none
        const char* message;
    };
    const Row rows[] = {
        {"2023-06-18T17:52:26.257+09:00 axis-1 [ INFO    ] snow[11185]: LoadModel",
         "2023-06-18T08:52:26.257Z", "INFO", "snow", 11185, "LoadModel"},
        {"2020-02-05T13:42:05.156+05:30 axis-1 [ WARNING ] acap-install: no",
         "2020-02-05T08:12:05.156Z", "WARNING", "acap-install", -1, "no"},
        {"2025-01-01T00:00:00Z axis-1 [ ERR     ] kernel: a: b", "2025-01-01T00:00:00.000Z", "ERR",
         "kernel", -1, "a: b"},
        {"2025-01-01T00:00:00.5-01:00 axis-1 [ INFO ] (mnisight)[9]: x", "2025-01-01T01:00:00.500Z",
         "INFO", "(mnisight)", 9, "x"},
        {"<INFO    > Oct 10 00:10:43 axis-1 zeroconf-ip[661]: up", "", "INFO", "zeroconf-ip", 661,
         "up"},
        {"14:13:07.412 [ INFO ] hello[6425]: Hello", "", "INFO", "hello", 6425, "Hello"},
        {"2025-01-01T00:00:00Z axis-1 [ INFO ] two words: x", "2025-01-01T00:00:00.000Z", "INFO",
         "", -1, "two words: x"},
        {"2023-06-18T19:48:32023-06-19T11:17:10.323+09:00 x", "", "", "", -1,
         "2023-06-18T19:48:32023-06-19T11:17:10.323+09:00 x"},
        {"2025-02-30T00:00:00Z axis-1 [ INFO ] a: b", "", "", "", -1,
         "2025-02-30T00:00:00Z axis-1 [ INFO ] a: b"},
        {"", "", "", "", -1, ""},
        {"<", "", "", "", -1, "<"},
        {"[ ] :", "", "", "", -1, "[ ] :"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const LogLine line = parse_log_line(row.text);
        CHECK(line.text == row.text);
        CHECK(line.time == row.time);
        CHECK(line.epoch.has_value() == !line.time.empty());
        CHECK(line.level == row.level);
        CHECK(line.process == row.process);
        CHECK(line.pid.value_or(-1) == row.pid);
        CHECK(line.message == row.message);
    }
}

TEST_CASE("the zone in which a device writes its times is known") {
    const auto zone = [](const std::string& when) {
        return parse_log_line(when + " axis-1 [ INFO ] a[1]: x").zone;
    };
    CHECK(zone("2023-06-18T17:52:26.257+09:00") == 540);
    CHECK(zone("2023-06-18T17:52:26-0330") == -210);
    CHECK(zone("2023-06-18T17:52:26Z") == 0);
    CHECK_FALSE(zone("17:52:26.257"));
}

TEST_CASE("what AXIS OS says of an application is known, also of its crash") {
    const auto is_about = [](const std::string& tail, const char* app) {
        return concerns(parse_log_line("2025-01-01T00:00:00Z h [ ERR ] " + tail), app);
    };
    for (const char* tail :
         {"kernel: hello[123]: segfault at 0 ip 0000aaaa sp 0000ffff error 4 in hello[aaaa+1000]",
          "kernel: Out of memory: Killed process 123 (hello) total-vm:1kB",
          "kernel: oom-kill:constraint=CONSTRAINT_MEMCG,task=hello,pid=123,uid=1",
          "systemd[1]: sdkhello.service: Main process exited, code=killed, status=11/SEGV",
          "systemd[1]: sdkhello.service: Failed with result 'oom-kill'.",
          "systemd-coredump[9]: Process 123 (hello) of user 1 dumped core.",
          "acap-install: installing hello 1.0.0"}) {
        INFO(tail);
        CHECK(is_about(tail, "hello"));
        CHECK_FALSE(is_about(tail, "hell"));
    }
    CHECK_FALSE(is_about("other[1]: hello", "hello"));
    // The kernel cuts names.
    CHECK(is_about("kernel: object_analytic[7]: segfault at 0", "object_analytics_two"));
    CHECK_FALSE(is_about("systemd[1]: object_analytic: x", "object_analytics_two"));
}

TEST_CASE("headers of every age are left out of a page") {
    for (const char* header :
         {"\r\n----- /var/log/messages.old -----\r\n\n", "\r\n----- System log -----\r\n\n",
          "\n----- System log -----\n\n\n"}) {
        const LogPage read = parse_log_page(std::string(header) + "a\nb\n");
        CHECK(read.lines == std::vector<std::string>{"a", "b"});
        CHECK_FALSE(read.filtered);
    }
    const LogPage filtered =
        parse_log_page("\r\n----- Contents of SYSTEM_LOG for 'x' -----\r\n\n\na\npart");
    CHECK(filtered.filtered);
    CHECK_FALSE(filtered.last_is_whole);
    CHECK(parse_log_page("").lines.empty());
}

TEST_CASE("a log needs no header, and may be empty") {
    CHECK(parse_log_page("<INFO    > Oct 10 00:10:43 h a[1]: without a header\n").is_log);
    CHECK(parse_log_page("").is_log);
    CHECK_FALSE(parse_log_page("Error: 5\n").is_log);
}

TEST_CASE("levels have the numbers of syslog, in any spelling") {
    CHECK(log_severity("WARN") == 4);
    CHECK(log_severity("Error") == 3);
    CHECK(log_severity("EMERG") == 0);
    CHECK_FALSE(log_severity("loud"));
}

TEST_CASE("the recorded logs have lines of the known forms", "[corpus]") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(SHARED_CORPUS) / "responses/systemlog";
    if (!fs::exists(folder)) {
        std::cout << "skipped: no " << folder.string() << "\n";
        return;
    }
    std::size_t known = 0;
    std::size_t all = 0;
    for (const auto& entry : fs::directory_iterator(folder))
        for (const std::string& text : parse_log_page(read_file(entry.path())).lines) {
            ++all;
            known += parse_log_line(text).process.empty() ? 0 : 1;
        }
    CHECK(all > 20);
    CHECK(known * 10 >= all * 8);
}
