// `start`, `stop`, `restart` and `remove`.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

TEST_CASE("start, stop, restart and remove say what they did, or that it was so already") {
    struct Case {
        std::string verb;
        std::string before; // status of the application
        std::string outcome;
        std::string after; // empty: it is gone
    };
    for (const Case& one : {Case{"start", "Stopped", "started", "Running"},
                            Case{"start", "Running", "already running", "Running"},
                            Case{"stop", "Running", "stopped", "Stopped"},
                            Case{"stop", "Stopped", "already stopped", "Stopped"},
                            Case{"restart", "Running", "restarted", "Running"},
                            Case{"remove", "Running", "removed", ""}}) {
        Cameras desk;
        desk.one().apps["hello"].status = desk.two().apps["hello"].status = one.before;
        const Said said = desk.on_one({one.verb, "hello"});
        INFO(one.verb << ": " << said.err);
        CHECK(said.exit == 0);
        CHECK(said.out == "http://one\thello\t" + one.outcome + "\t" +
                              (one.after.empty() ? "-" : one.after) + "\n");
        CHECK(said.err.empty());

        const auto document = desk.acapctl({one.verb, "hello", "-t", "http://two", "--json"});
        const auto device = document.document()["devices"][0];
        CHECK(device["application"] == "hello");
        CHECK(device["outcome"] == one.outcome);
        CHECK(device["status"] ==
              (one.after.empty() ? nlohmann::json() : nlohmann::json(one.after)));
        CHECK(desk.two().apps.contains("hello") == !one.after.empty());
    }
}

TEST_CASE("an application that is not installed is refused, with the nearest name") {
    Cameras desk;
    desk.two().apps["helo"] = {"1.0.0", "Stopped"};
    for (const char* verb : {"start", "stop", "restart", "remove"}) {
        const Said said = desk.on_one({verb, "helo"});
        INFO(verb);
        CHECK(said.exit == 6);
        CHECK_THAT(said.err, contains("'helo' is not installed"));
        CHECK_THAT(said.err, contains("'hello'"));
        CHECK(desk.on_both({verb, "helo"}).exit == 10);
        desk.two().apps["helo"] = {"1.0.0", "Stopped"};
    }
    CHECK(desk.one().count("control.cgi") == 0);
}

TEST_CASE("the device's spelling of a name is used and told") {
    Cameras desk;
    const Said said = desk.on_one({"stop", "Hello"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("http://one\thello\tstopped"));
    CHECK(said.err == "http://one: the device spells it 'hello'\n");
}

TEST_CASE("what the device answers to control.cgi is an error, or nothing to worry about") {
    Cameras desk;
    desk.bend(desk.one(), "control.cgi", device::ok("Error: 9\n"));
    const Said full = desk.on_one({"start", "hello"});
    CHECK(full.exit == 6);
    CHECK_THAT(full.err, contains("too many applications are running"));
    CHECK(desk.json_of_one({"start", "hello"})["outcome"].is_null());

    // Neither an answer, nor what was asked for: the list is looked at for a while.
    desk.bend(desk.one(), "control.cgi",
              device::Fault{.kind = device::FaultKind::closed, .body_sent = true});
    CHECK(desk.on_one({"stop", "hello"}).exit == 5);
    CHECK(desk.one().count("list.cgi") > 5);
    desk.one().apps["hello"].status = "Stopped";
    const Said done = desk.on_one({"stop", "hello"});
    CHECK(done.exit == 0);
    CHECK_THAT(done.err, contains("the answer got lost; the device shows that it was done"));
}

TEST_CASE("what is part of AXIS OS is not removed") {
    Cameras desk;
    desk.bend(desk.one(), "list.cgi",
              device::ok(R"(<reply result="ok"><application Name="vmd" Status="Running"
                  Bundled="Yes"/></reply>)"));
    const auto device = desk.json_of_one({"remove", "vmd"});
    CHECK(device["error"]["code"] == "bundled");
    CHECK(desk.one().count("control.cgi") == 0);
}

TEST_CASE("start and its like take one application") {
    Cameras desk;
    check_usage(desk, {{{"start", "a", "b"}, "unexpected argument 'b'", "start --help"},
                       {{"stop", "a", "--force"}, "unknown option '--force'", "stop --help"},
                       {{"restart", "a", "--wait", "3"}, "unknown option '--wait'", "restart"},
                       {{"remove", "a", "b"}, "unexpected argument 'b'", "remove --help"}});
}

TEST_CASE("a device with two names is served under one of them, and the other is told") {
    for (const char* verb : {"start", "stop", "restart", "remove"}) {
        const std::vector<std::string> words{verb, "hello", "-j", "1", "-t", "one", "-t", "two"};
        Cameras desk;
        desk.are_one({"one", "two"});
        const Said said = desk.acapctl(words);
        INFO(verb << ": " << said.err);
        CHECK(said.exit == 0);
        CHECK_THAT(said.out, contains("two\t-\tskipped: same device as one\t-\n"));
        CHECK_THAT(said.err, contains("warning: two: same device as one, by its "
                                      "serial number B8A44F000001: skipped"));
        CHECK_THAT(said.err, contains("1 of 1 devices: ok, 1 skipped\n"));
        CHECK(desk.two().count("control.cgi") == 0);

        Cameras again;
        again.are_one({"one", "two"});
        std::vector<std::string> for_json = words;
        for_json.emplace_back("--json");
        const auto document = again.acapctl(for_json).document();
        CHECK(document["summary"] ==
              nlohmann::json::parse(R"({"total": 2, "ok": 1, "failed": 0, "skipped": 1})"));
        CHECK(document["devices"][1]["sameAs"] == "one");
        CHECK(document["devices"][1]["outcome"] == "skipped");
        CHECK(document["devices"][1]["error"].is_null());
    }
    Cameras desk; // what a device says of itself hides no other
    desk.two().serial = desk.one().serial;
    CHECK(desk.on_both({"stop", "hello"}).exit == 0);
    CHECK(desk.one().count("control.cgi") + desk.two().count("control.cgi") == 2);
    CHECK(desk.one().count("basicdeviceinfo.cgi") == 0);
}

} // namespace acapctl::cli
