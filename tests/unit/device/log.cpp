#include "device/log.hpp"

#include "catch.hpp"
#include "device/log_follow.hpp"
#include "fake_transport.hpp"
#include "support/files.hpp"

#include <filesystem>
#include <iostream>

using namespace acapctl;
using namespace acapctl::device;

namespace {

LogPage page(std::vector<std::string> lines, bool last_is_whole = true) {
    return {.filtered = true, .lines = std::move(lines), .last_is_whole = last_is_whole};
}

std::vector<std::string> numbered(int from, int to) {
    std::vector<std::string> lines;
    for (int i = from; i <= to; ++i)
        lines.push_back("line number " + std::to_string(i) + " of the log");
    return lines;
}

std::string body_of(const std::vector<std::string>& lines) {
    std::string body = "\n----- Contents of SYSTEM_LOG for 'a' -----\n\n\n";
    for (const std::string& line : lines) body += line + "\n";
    return body;
}

} // namespace

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

TEST_CASE("HTTP dates are read") {
    CHECK(parse_http_date("Sat, 21 Nov 2026 05:12:22 GMT") == 1795237942000);
    CHECK_FALSE(parse_http_date("yesterday"));
    CHECK_FALSE(parse_http_date("Sat, 21 ovN 2026 05:12:22 GMT"));
}

TEST_CASE("only what is new comes out of a page") {
    LogMerge merge;
    CHECK(merge.advance(page({"a", "b"})).lines == std::vector<std::string>{"a", "b"});
    CHECK(merge.advance(page({"a", "b"})).lines.empty());
    CHECK(merge.advance(page({"a", "b", "c"})).lines == std::vector<std::string>{"c"});
    const auto step = merge.advance(page({"a", "late", "b", "c", "d"}));
    CHECK(step.lines == std::vector<std::string>{"late", "d"});
    CHECK_FALSE(step.gap);
}

TEST_CASE("equal lines are counted") {
    LogMerge merge;
    merge.advance(page({"x", "x"}));
    CHECK(merge.advance(page({"x", "x", "x"})).lines == std::vector<std::string>{"x"});
    CHECK(merge.advance(page({"x", "x", "x"})).lines.empty());
}

TEST_CASE("a page that lost its front is aligned, also when its first line is cut") {
    LogMerge merge;
    merge.advance(page(numbered(1, 10)));
    CHECK(merge.advance(page(numbered(5, 12))).lines == numbered(11, 12));
    auto cut = numbered(8, 13);
    cut[0] = cut[0].substr(5);
    const auto step = merge.advance(page(cut));
    CHECK(step.lines == numbered(13, 13));
    CHECK_FALSE(step.gap);
}

TEST_CASE("pages without anything in common are apart by a gap") {
    LogMerge merge;
    CHECK_FALSE(merge.advance(page(numbered(1, 3))).gap);
    const auto step = merge.advance(page(numbered(10, 12)));
    CHECK(step.gap);
    CHECK(step.lines == numbered(10, 12));
    CHECK_FALSE(merge.advance(page(numbered(10, 13))).gap);
}

TEST_CASE("an emptied log is no gap before new lines come") {
    LogMerge merge;
    merge.advance(page(numbered(1, 3)));
    CHECK_FALSE(merge.advance(page({})).gap);
    CHECK(merge.advance(page(numbered(7, 7))).gap);
}

TEST_CASE("a last line without newline waits for its end, but not for ever") {
    LogMerge merge;
    CHECK(merge.advance(page({"a", "par"}, false)).lines == std::vector<std::string>{"a"});
    CHECK(merge.held() == "par");
    CHECK(merge.advance(page({"a", "partial", "b"})).lines ==
          std::vector<std::string>{"partial", "b"});
    merge.advance(page({"a", "partial", "b", "end"}, false));
    CHECK(merge.advance(page({"a", "partial", "b", "end"}, false)).lines ==
          std::vector<std::string>{"end"});
    CHECK(merge.advance(page({"a", "partial", "b", "end"}, false)).lines.empty());
}

TEST_CASE("following repeats no line through growth, rotation and a restart of the device") {
    const std::vector<std::variant<std::string, FaultKind>> pages{
        body_of(numbered(1, 3)), body_of(numbered(1, 3)), body_of(numbered(1, 5)),
        FaultKind::connect,      body_of(numbered(3, 7)), body_of(numbered(7, 9))};
    FakeDevice fake;
    std::size_t next = 0;
    fake.answer = [&](const Request& request) -> Answer {
        if (request.path.find("list.cgi") != std::string::npos) return ok("");
        if (request.path.find("/admin/") == std::string::npos) return Reply{.status = 404};
        const auto& now = pages.at(std::min(next++, pages.size() - 1));
        if (const auto* fault = std::get_if<FaultKind>(&now)) return Fault{.kind = *fault};
        return ok(std::get<std::string>(now));
    };
    std::vector<std::string> warnings;
    Session session({.name = "cam", .host = "cam"}, std::make_unique<FakeTransport>(fake),
                    {.warn = [&](const std::string& text) { warnings.push_back(text); }}, {});
    Clock clock;
    clock.sleep = [](const std::stop_token&, std::chrono::milliseconds) {};
    std::vector<std::string> lines;
    follow_log(
        session, {.app = "a", .until = "number 9 "},
        [&](const LogEvent& event) { lines.push_back(event.gap ? "gap" : event.line.text); },
        clock);
    CHECK(lines == numbered(1, 9));
    CHECK(warnings.size() == 2);
}

TEST_CASE("waiting for a line ends in time") {
    FakeDevice fake;
    fake.answer = [&](const Request&) -> Answer { return ok(body_of(numbered(1, 2))); };
    Session session({.name = "cam", .host = "cam"}, std::make_unique<FakeTransport>(fake), {}, {});
    Clock clock;
    auto now = std::chrono::steady_clock::now();
    clock.now = [&] { return now; };
    clock.sleep = [&](const std::stop_token&, std::chrono::milliseconds d) { now += d; };
    try {
        follow_log(
            session, {.app = "a", .until = "never", .wait = std::chrono::seconds(5)},
            [](const LogEvent&) {}, clock);
        FAIL("ended");
    } catch (const Error& error) {
        CHECK(error.exit() == ExitCode::condition);
    }
}

TEST_CASE("--grep shows some lines, --since leaves old ones out") {
    FakeDevice fake;
    fake.answer = [&](const Request&) -> Answer {
        Reply reply = ok(body_of({"2026-11-21T05:00:00.000+00:00 h [ INFO ] a[1]: one",
                                  "2026-11-21T05:10:00.000+00:00 h [ INFO ] a[1]: two",
                                  "2026-11-21T05:11:00.000+00:00 h [ INFO ] a[1]: three"}));
        reply.headers = {{"date", "Sat, 21 Nov 2026 05:12:00 GMT"}};
        return reply;
    };
    Session session({.name = "cam", .host = "cam"}, std::make_unique<FakeTransport>(fake), {}, {});
    std::vector<std::string> messages;
    follow_log(session, {.app = "a", .since = std::chrono::minutes(5), .grep = "t(wo|en)$"},
               [&](const LogEvent& event) { messages.push_back(event.line.message); });
    CHECK(messages == std::vector<std::string>{"two"});
    CHECK_THROWS_AS(Pattern("(", "--grep"), Error);
}

TEST_CASE("the recorded logs have lines of the known forms") {
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
