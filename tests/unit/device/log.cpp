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

// A device whose log is one page after the other; the last one stays.
struct Follow {
    using Page = std::variant<std::string, FaultKind, Reply>;
    std::vector<Page> pages{};
    std::function<std::string()> boot_id{};
    std::string date{};
    std::vector<std::string> lines{};
    std::vector<std::string> warnings{};
    FakeDevice fake{};
    Clock::Time begin = std::chrono::steady_clock::now();
    Clock::Time now = begin;
    std::size_t next = 0;

    Answer answer(const Request& request) {
        if (request.path.ends_with("systemready.cgi"))
            return boot_id ? ok(R"({"data":{"systemready":"yes","bootid":")" + boot_id() + "\"}}")
                           : Reply{.status = 404};
        const Page& page = pages.at(std::min(next++, pages.size() - 1));
        if (const auto* fault = std::get_if<FaultKind>(&page)) return Fault{.kind = *fault};
        if (const auto* reply = std::get_if<Reply>(&page)) return *reply;
        Reply reply = ok(std::get<std::string>(page));
        if (!date.empty()) reply.headers = {{"date", date}};
        return reply;
    }
    void run(const FollowOptions& options) {
        fake.answer = [this](const Request& request) { return answer(request); };
        Session session({.name = "cam", .host = "cam"}, std::make_unique<FakeTransport>(fake),
                        {.warn = [this](const std::string& text) { warnings.push_back(text); }},
                        {});
        Clock clock;
        clock.now = [this] { return now; };
        clock.sleep = [this](const std::stop_token&, std::chrono::milliseconds d) { now += d; };
        follow_log(
            session, options,
            [this](const LogEvent& event) {
                lines.push_back(event.gap         ? "gap"
                                : event.restarted ? "restarted"
                                                  : event.line.text);
            },
            clock);
    }
};

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

TEST_CASE("equal lines do not hide where a page goes on") {
    LogMerge merge;
    merge.advance(page({"x", "x", "x", "x", "x", "a"}));
    CHECK(merge.advance(page({"x", "x", "x", "a", "x", "x"})).lines ==
          std::vector<std::string>{"x", "x"});
    CHECK(merge.advance(page({"a", "x", "x", "x"})).lines == std::vector<std::string>{"x"});
}

TEST_CASE("lines that come late in a page that lost its front are shown once") {
    LogMerge merge;
    merge.advance(page(numbered(1, 20)));
    auto late = numbered(8, 22);
    late.insert(late.begin() + 6, "a late line of the log");
    const auto step = merge.advance(page(late));
    CHECK(step.lines == std::vector<std::string>{"a late line of the log", numbered(21, 21)[0],
                                                 numbered(22, 22)[0]});
    CHECK_FALSE(step.gap);
    CHECK(merge.advance(page(late)).lines.empty());
}

TEST_CASE("a first line that is cut and glued to another is not taken for a new one") {
    LogMerge merge;
    merge.advance(page({"2023-06-18T2023-06-19T11:17 one", "two", "three", "four"}));
    const auto step = merge.advance(page({"2023-06-182023-06-19T11:18 two", "three", "four", "5"}));
    CHECK(step.lines == std::vector<std::string>{"5"});
    CHECK_FALSE(step.gap);
}

TEST_CASE("long pages are merged in linear time") {
    LogMerge merge;
    // Every line is the beginning of the page before and of the next, so that a search that starts
    // again and again would not end today.
    const std::vector<std::string> same(200'000, "the same line over and over");
    auto next = same;
    next.back() = "another";
    merge.advance(page(same));
    CHECK(merge.advance(page(next)).lines == std::vector<std::string>{"another"});
    next.erase(next.begin(), next.begin() + 1000);
    next.push_back("and another");
    CHECK(merge.advance(page(next)).lines == std::vector<std::string>{"and another"});
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

TEST_CASE("a restart of the device is told by its boot id, and repeats no line") {
    Follow follow;
    int boot = 1;
    follow.pages = {body_of(numbered(1, 3)), FaultKind::connect, Reply{.status = 503},
                    body_of(numbered(1, 4)), FaultKind::connect, body_of(numbered(90, 92))};
    follow.boot_id = [&] { return "boot-" + std::to_string(boot++); };
    follow.run({.app = "a", .until = "number 92 "});
    auto expected = numbered(1, 3);
    expected.insert(expected.end(), {"restarted", numbered(4, 4)[0], "restarted", "gap"});
    for (const std::string& line : numbered(90, 92)) expected.push_back(line);
    CHECK(follow.lines == expected);
    CHECK(follow.warnings.size() == 4);
}

TEST_CASE("a break of the connection is no restart") {
    Follow follow;
    follow.pages = {body_of(numbered(1, 3)), FaultKind::stall, "<html>starting</html>",
                    body_of(numbered(2, 5))};
    follow.boot_id = [] { return std::string("the same"); };
    follow.run({.app = "a", .until = "number 5 "});
    CHECK(follow.lines == numbered(1, 5));
}

TEST_CASE("what cannot be waited out ends a follow") {
    for (const int status : {401, 403, 500}) {
        Follow follow;
        follow.pages = {body_of(numbered(1, 3)), Reply{.status = status}};
        CHECK_THROWS_AS(follow.run({.app = "a", .follow = true}), Error);
    }
    Follow first;
    first.pages = {FaultKind::connect};
    CHECK_THROWS_AS(first.run({.app = "a", .follow = true}), Error);
    CHECK(first.fake.requests.size() == 1);
}

TEST_CASE("a device that stays away is given up after two minutes") {
    Follow follow;
    follow.pages = {body_of(numbered(1, 3)), FaultKind::connect};
    try {
        follow.run({.app = "a", .follow = true});
        FAIL("ended");
    } catch (const Error& error) {
        CHECK(error.exit() == ExitCode::unreachable);
    }
    CHECK(follow.now - follow.begin > std::chrono::seconds(119));
    CHECK(follow.now - follow.begin < std::chrono::seconds(140));
}

TEST_CASE("the list of applications is asked for only when the log has no line") {
    Follow follow;
    follow.pages = {body_of({}), body_of(numbered(1, 2))};
    int asked = 0;
    FollowOptions options{.app = "A", .when_silent = [&] {
                              ++asked;
                              return std::string("a");
                          }};
    follow.run(options);
    CHECK(asked == 1);
    CHECK(follow.lines == numbered(1, 2));
    CHECK(follow.fake.requests.back() == "GET /axis-cgi/systemlog.cgi?appname=a");
    follow.lines.clear();
    follow.run(options);
    CHECK(asked == 1);
}

TEST_CASE("of a whole device's log, an application gets its own lines and those about it") {
    const std::string whole =
        "\n----- System log -----\n\n\n"
        "2026-11-21T05:00:00.000+00:00 h [ INFO ] hello_glib[1]: not me\n"
        "2026-11-21T05:00:01.000+00:00 h [ INFO ] hello[2]: me\n"
        "2026-11-21T05:00:02.000+00:00 h [ INFO ] other[3]: hello, world\n"
        "2026-11-21T05:00:03.000+00:00 h [ INFO ] acapctl[4]: Started application hello\n"
        "2026-11-21T05:00:04.000+00:00 h [ INFO ] acapctl[4]: Started application hello_glib\n"
        "2026-11-21T05:00:05.000+00:00 h [ INFO ] systemd[1]: sdkhello.service: Succeeded.\n"
        "<INFO    > Oct 10 00:10:43 h hello[2]: me of old\n"
        "2026-11-21T05:00:06.000+00:00 h [ INFO ] hello[2]: cut o";
    Follow follow;
    follow.pages = {whole};
    follow.run({.app = "hello"});
    std::vector<std::string> ends;
    for (const std::string& line : follow.lines) ends.push_back(parse_log_line(line).message);
    CHECK(ends == std::vector<std::string>{"me", "Started application hello",
                                           "sdkhello.service: Succeeded.", "me of old", "cut o"});
}

TEST_CASE("--level shows that level and worse, with the lines that go on with them") {
    Follow follow;
    follow.pages = {body_of({"cut of an older one", "2026-11-21T05:00:00Z h [ ERR     ] a[1]: bad",
                             "  because of this", "2026-11-21T05:00:00Z h [ INFO    ] a[1]: fine",
                             "  and that", "<CRIT    > Oct 10 00:10:43 h a[1]: worse",
                             "2026-11-21T05:00:00Z h [ WARNING ] a[1]: hm"})};
    follow.run({.app = "a", .level = log_severity("err")});
    REQUIRE(follow.lines.size() == 3);
    CHECK(follow.lines[1] == "  because of this");
    CHECK(follow.lines[2].ends_with("worse"));
    CHECK(log_severity("WARN") == 4);
    CHECK(log_severity("Error") == 3);
    CHECK(log_severity("EMERG") == 0);
    CHECK_FALSE(log_severity("loud"));
}

TEST_CASE("--since judges what is there, not what comes after the clock was set back") {
    const auto line = [](const char* time, const char* text) {
        return std::string("2026-11-21T") + time + "Z h [ INFO ] a[1]: " + text;
    };
    const auto old = line("05:00:00.000", "old");
    const auto recent = line("05:11:00.000", "recent");
    Follow follow;
    follow.date = "Sat, 21 Nov 2026 05:12:00 GMT";
    follow.pages = {body_of({old, recent}),
                    body_of({old, recent, line("01:00:00.000", "after the clock was set back")}),
                    body_of({old, recent, line("01:00:00.000", "after the clock was set back"),
                             line("01:00:01.000", "end")})};
    follow.run({.app = "a", .since = std::chrono::minutes(5), .until = "^end"});
    REQUIRE(follow.lines.size() == 3);
    CHECK(follow.lines[0] == recent);
    Follow undated;
    undated.pages = {body_of({"<INFO    > Oct 10 00:10:43 h a[1]: x"})};
    undated.run({.app = "a", .since = std::chrono::minutes(5)});
    CHECK(undated.lines.size() == 1);
    CHECK(undated.warnings.size() == 1);
}

TEST_CASE("a reply that is no log is an error, not a line") {
    for (const char* body : {"\x01\x02garbage", "<html><body>x</body></html>", "Error: 5\n"}) {
        Follow follow;
        follow.pages = {body};
        try {
            follow.run({.app = "a"});
            FAIL(body);
        } catch (const Error& error) {
            CHECK(error.exit() == ExitCode::refused);
            CHECK(error.failure().code == "unexpected-reply");
        }
    }
    CHECK(parse_log_page("<INFO    > Oct 10 00:10:43 h a[1]: without a header\n").is_log);
    CHECK(parse_log_page("").is_log);
}

TEST_CASE("polling is fast while lines come, slow when quiet, and spares a slow device") {
    using std::chrono::milliseconds;
    Pace pace;
    CHECK(pace.after(milliseconds(5), 3, 100) == Pace::fastest);
    milliseconds before{0};
    for (int i = 0; i < 20; ++i) {
        const milliseconds now = pace.after(milliseconds(5), 0, 100);
        CHECK(now >= before);
        before = now;
    }
    CHECK(before == Pace::slowest);
    CHECK(pace.after(milliseconds(5), 1, 100) == Pace::fastest);
    CHECK(pace.after(milliseconds(500), 1, 100) == milliseconds(2000));
    // Half of the log is new: lines may soon be lost.
    CHECK(pace.after(milliseconds(500), 60, 100) == Pace::fastest);
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
