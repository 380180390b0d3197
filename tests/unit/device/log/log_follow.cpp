// Fetching a log, once or as it grows.
#include "device/log/log_follow.hpp"

#include "catch.hpp"
#include "fake_transport.hpp"
#include "log_lines.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

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
    bool legacy = false; // it has the path of AXIS OS before 9 alone
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
        if (legacy && request.path.find("/admin/") == std::string::npos)
            return Reply{.status = 404};
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
                        {.warn = [this](const Notice& notice) { warnings.push_back(notice.text); }},
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

TEST_CASE("following repeats no line through growth, rotation and a restart of the device") {
    Follow follow;
    follow.legacy = true;
    follow.pages = {body_of(numbered(1, 3)), body_of(numbered(1, 3)), body_of(numbered(1, 5)),
                    FaultKind::connect,      body_of(numbered(3, 7)), body_of(numbered(7, 9))};
    follow.run({.app = "a", .until = "number 9 "});
    CHECK(follow.lines == numbered(1, 9));
    CHECK(follow.warnings.size() == 2);
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
        CHECK(error.kind() == ErrorKind::unreachable);
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
    follow.run({.app = "a", .since = Since{.ago = std::chrono::minutes(5)}, .until = "^end"});
    REQUIRE(follow.lines.size() == 3);
    CHECK(follow.lines[0] == recent);
    Follow undated;
    undated.pages = {body_of({"<INFO    > Oct 10 00:10:43 h a[1]: x"})};
    undated.run({.app = "a", .since = Since{.ago = std::chrono::minutes(5)}});
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
            CHECK(error.kind() == ErrorKind::refused);
            CHECK(error.failure().code == "unexpected-reply");
        }
    }
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
    Follow follow;
    follow.pages = {body_of(numbered(1, 2))};
    try {
        follow.run({.app = "a", .until = "never", .wait = std::chrono::seconds(5)});
        FAIL("ended");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::condition);
    }
    CHECK(follow.now - follow.begin == std::chrono::seconds(5));
}

TEST_CASE("--grep shows some lines, --since leaves old ones out") {
    const std::string two = "2026-11-21T05:10:00.000+00:00 h [ INFO ] a[1]: two";
    Follow follow;
    follow.date = "Sat, 21 Nov 2026 05:12:00 GMT";
    follow.pages = {body_of({"2026-11-21T05:00:00.000+00:00 h [ INFO ] a[1]: ten", two,
                             "2026-11-21T05:11:00.000+00:00 h [ INFO ] a[1]: three"})};
    follow.run({.app = "a", .since = Since{.ago = std::chrono::minutes(5)}, .grep = "t(wo|en)$"});
    CHECK(follow.lines == std::vector<std::string>{two});
    CHECK_THROWS_AS(Pattern("(", "--grep"), Error);
}

TEST_CASE("--tail shows the last of the lines that are there, and all that come") {
    Follow once;
    once.pages = {body_of(numbered(1, 9))};
    once.run({.app = "a", .tail = 2});
    CHECK(once.lines == numbered(8, 9));
    Follow filtered;
    filtered.pages = {body_of(numbered(1, 9))};
    filtered.run({.app = "a", .tail = 2, .grep = "number [1-4]"});
    CHECK(filtered.lines == numbered(3, 4));
    for (const std::size_t tail : {0U, 1U, 50U}) {
        Follow follow;
        follow.pages = {body_of(numbered(1, 3)), body_of(numbered(1, 5))};
        follow.run({.app = "a", .tail = tail, .until = "number 5"});
        CHECK(follow.lines == numbered(tail == 0 ? 4 : tail == 1 ? 3 : 1, 5));
    }
    Follow found; // in what is there
    found.pages = {body_of(numbered(1, 9))};
    found.run({.app = "a", .tail = 2, .until = "number 5"});
    CHECK(found.lines == numbered(4, 5));
}

TEST_CASE("with what AXIS OS says, the whole log is read and only what is about it shown") {
    Follow follow;
    follow.pages = {"2026-11-21T05:00:00Z h [ INFO ] a[1]: mine\n"
                    "2026-11-21T05:00:01Z h [ INFO ] b[2]: not mine\n"
                    "2026-11-21T05:00:02Z h [ ERR  ] kernel: a[1]: segfault at 0\n"
                    "2026-11-21T05:00:03Z h [ ERR  ] systemd[1]: sdkb.service: Main process "
                    "exited\n"};
    follow.run({.app = "a", .with_system = true});
    REQUIRE(follow.lines.size() == 2);
    CHECK(follow.lines[1].ends_with("segfault at 0"));
    CHECK(follow.fake.requests == std::vector<std::string>{"GET /axis-cgi/systemlog.cgi"});
}

TEST_CASE("a time of day is meant in the zone of the device's last line") {
    const std::string old = "2026-11-21T14:00:00+09:00 h [ INFO ] a[1]: old";
    const std::string late = "2026-11-21T14:05:00+09:00 h [ INFO ] a[1]: late";
    Follow follow;
    follow.date = "Sat, 21 Nov 2026 05:12:00 GMT";
    follow.pages = {body_of({old, late})};
    follow.run({.app = "a", .since = parse_since("14:01", "--since")});
    CHECK(follow.lines == std::vector<std::string>{late});
}

TEST_CASE("no line of a device keeps an expression busy") {
    for (const char* expression : {"(a|aa)+\\1$", "\\\\\\(.)\\9", "(x)[a]\\2"})
        CHECK_THROWS_AS(Pattern(expression, "--grep"), Error);
    CHECK(Pattern("a\\.b\\\\1", "--grep").matches("xa.b\\1"));
    const std::string front(Pattern::longest_matched - 3, 'x');
    CHECK(Pattern("end", "--grep").matches(front + "end"));
    CHECK_FALSE(Pattern("end", "--grep").matches(front + "xend"));
    CHECK_FALSE(Pattern("(x|xx)+y$", "--grep").matches(std::string(15'000'000, 'x')));
}
