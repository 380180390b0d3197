// `logs`: lines as they come, filters, failures that are told at once.
#include "cameras.hpp"
#include "catch.hpp"
#include "support/text.hpp"

namespace acapctl::cli {

namespace {

std::string line(int second, const std::string& level, const std::string& message) {
    return fmt::format(
        "2026-01-01T00:00:{:02}.000+00:00 axis-b8a44f000001 [ {:<7} ] hello[7]: {}\n", second,
        level, message);
}

struct Logs : Cameras {
    Logs() {
        for (const char* host : {"one", "two"})
            devices[host].log = line(0, "INFO", "one") + line(1, "ERR", "two");
    }
};

std::vector<nlohmann::json> objects(const std::string& out) {
    std::vector<nlohmann::json> all;
    for (const std::string& each : text::lines(out)) all.push_back(nlohmann::json::parse(each));
    return all;
}

} // namespace

TEST_CASE("logs prints a line for each, or an object") {
    Logs desk;
    const Said said = desk.on_one({"logs", "hello"});
    CHECK(said.exit == 0);
    CHECK(said.out == "2026-01-01T00:00:00.000Z INFO    hello[7]: one\n"
                      "2026-01-01T00:00:01.000Z ERR     hello[7]: two\n");
    const auto lines = objects(desk.on_one({"logs", "hello", "--json"}).out);
    REQUIRE(lines.size() == 2);
    CHECK(lines[1] == nlohmann::json::parse(R"({"kind": "acapctl.logs/v1", "level": "ERR",
        "time": "2026-01-01T00:00:01.000Z", "process": "hello", "pid": 7, "message": "two",
        "device": "http://one"})"));
}

TEST_CASE("logs filters by level, expression and age") {
    Logs desk;
    const auto messages = [&](const Words& options) {
        Words words{"logs", "hello", "--json"};
        words.insert(words.end(), options.begin(), options.end());
        std::string all;
        for (const auto& each : objects(desk.on_one(words).out)) all += each["message"];
        return all;
    };
    CHECK(messages({"--grep", "tw|zz"}) == "two");
    CHECK(messages({"--level", "err"}) == "two");
    CHECK(messages({"--level", "debug"}) == "onetwo");
    CHECK(messages({"--until", "on"}) == "one");
    CHECK(messages({"--tail", "1"}) == "two");
    CHECK(messages({"--tail", "0"}).empty());
    CHECK(messages({"--since", "2026-01-01T00:00:01Z"}) == "two");
    CHECK(messages({"--since", "2026-01-01"}) == "onetwo");
}

TEST_CASE("with several devices each line says whose it is, and one that fails is told") {
    Logs desk;
    desk.give(desk.two(), trouble(4));
    const Said said = desk.on_both({"logs", "hello"});
    CHECK(said.exit == 10);
    CHECK_THAT(said.out, contains("http://one 2026-01-01T00:00:00.000Z"));
    CHECK_THAT(said.err, contains("error: http://two: the device does not let"));
    auto lines = objects(desk.on_both({"logs", "hello", "--json"}).out);
    REQUIRE(lines.size() == 3);
    for (std::size_t i = 0; i < 2; ++i) CHECK(lines[i]["device"] == "http://one");
    CHECK(lines[2]["kind"] == "acapctl.logs/v1");
    CHECK(lines[2]["summary"]["failed"] == 1);
    CHECK(lines[2]["summary"]["causes"][0]["devices"] == nlohmann::json{"http://two"});
    CHECK(lines[2]["devices"][0]["ok"] == true);
    CHECK(lines[2]["devices"][1]["error"]["device"] == "http://two");
    // In a follow the others may go on for days: it is told at once, too.
    lines = objects(desk.on_both({"logs", "hello", "--until", "two", "--json"}).out);
    REQUIRE(lines.size() == 4);
    const auto told = [](const nlohmann::json& line) { return line.value("ok", true) == false; };
    CHECK(std::ranges::count_if(lines, told) == 1);
    CHECK(lines[3]["summary"]["failed"] == 1);
}

TEST_CASE("what is wrong with a device is the exit code of logs, told once") {
    Logs desk;
    for (const Trouble& trouble : troubles()) {
        desk.give(desk.one(), trouble);
        const Said said = desk.on_one({"logs", "hello"});
        INFO(trouble.name << said.err);
        CHECK(said.exit == trouble.exit);
        CHECK(said.err.find("error:") == said.err.rfind("error:"));
        const auto lines = objects(desk.on_one({"logs", "hello", "--json"}).out);
        REQUIRE(lines.size() == 1);
        CHECK(lines[0]["devices"][0]["error"]["code"] == trouble.code);
        CHECK(lines[0]["devices"][0]["device"] == "http://one");
    }
    const Said wrong_time = desk.on_one({"logs", "hello", "--timeout", "x"}); // no session at all
    CHECK(wrong_time.exit == 2);
    CHECK(wrong_time.err.find("error:") == wrong_time.err.rfind("error:"));
}

TEST_CASE("--follow goes on with what is new until it is stopped, through a device that is away") {
    Logs desk;
    int asked = 0;
    desk.one().bend = [&](const device::Request& request) -> std::optional<device::Answer> {
        if (!request.path.ends_with("systemlog.cgi")) return std::nullopt;
        if (++asked == 2) desk.one().log += line(2, "INFO", "three");
        if (asked == 3) return trouble(5).answer;
        if (asked == 5) desk.stop.request_stop();
        return std::nullopt;
    };
    const Said said = desk.on_one({"logs", "hello", "-f"});
    CHECK(said.exit == 130);
    CHECK_THAT(said.out, contains("hello[7]: two"));
    CHECK(said.out.find("three") == said.out.rfind("three"));
    CHECK_THAT(said.err, contains("trying again"));
    CHECK_THAT(said.err, contains("is back"));
    CHECK(said.err.find("error:") == std::string::npos);
}

TEST_CASE("a line that does not come in time ends with 12") {
    Logs desk;
    const Words words{"logs", "hello", "--until", "three", "--wait", "5s"};
    const Said said = desk.on_one(words);
    CHECK(said.exit == 12);
    CHECK_THAT(said.err, contains("no line matched 'three' in time"));
    Words as_json = words;
    as_json.emplace_back("--json");
    const auto end = objects(desk.on_one(as_json).out).back();
    CHECK(end["devices"][0]["error"]["code"] == "not-in-log");
    CHECK(end["devices"][0]["error"]["exit"] == 12);
}

TEST_CASE("where a log has nothing of the application, the device is asked why") {
    Logs desk;
    desk.one().log.clear();
    const Said silent = desk.on_one({"logs", "hello"});
    CHECK(silent.exit == 0);
    CHECK(silent.err == "http://one: the log has no line of 'hello'\n");
    CHECK_THAT(desk.on_one({"logs", "Hello"}).err, contains("the device spells it 'hello'"));
    const Said none = desk.on_one({"logs", "helo"});
    CHECK(none.exit == 6);
    CHECK_THAT(none.err, contains("'hello'"));
    const Said may_come = desk.on_one({"logs", "other", "--until", "x", "--wait", "1s"});
    CHECK(may_come.exit == 12);
    CHECK_THAT(may_come.err, contains("application 'other' is not installed yet: waiting for it "
                                      "(installed: hello)"));
}

TEST_CASE("--system asks for the whole log, and shows what is about the application") {
    Logs desk;
    desk.one().system_log = line(0, "INFO", "one") +
                            "2026-01-01T00:00:02.000+00:00 h [ ERR     ] kernel: hello[7]: "
                            "segfault at 0\n"
                            "2026-01-01T00:00:03.000+00:00 h [ ERR     ] kernel: other[8]: "
                            "segfault at 0\n";
    const auto lines = objects(desk.on_one({"logs", "hello", "--system", "--json"}).out);
    REQUIRE(lines.size() == 2);
    CHECK(lines[1]["process"] == "kernel");
    CHECK_THAT(desk.on_one({"logs", "hello", "--system", "--dry-run"}).out, !contains("appname"));
}

TEST_CASE("logs refuses what it cannot filter by") {
    Logs desk;
    check_usage(
        desk,
        {{{"logs", "hello", "--grep", "("}, "--grep: '(' is not a regular expression", "grep"},
         {{"logs", "hello", "--until", "(a)\\1"}, "--until: ", "that takes hours"},
         {{"logs", "hello", "--level", "loud"}, "--level: 'loud' is no level", "emerg"},
         {{"logs", "hello", "--wait", "1s"}, "--wait needs --until", "which line"},
         {{"logs", "hello", "--since", "x"}, "--since: 'x' is neither", "14:30"},
         {{"logs", "hello", "--tail", "-1"}, "--tail", ""},
         {{"logs", "hello", "--tail", "x"}, "--tail: 'x' is not a number of lines", "20"},
         {{"logs", "a", "b"}, "unexpected argument 'b'", "logs --help"}});
}

} // namespace acapctl::cli
