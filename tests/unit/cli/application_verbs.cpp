// Verbs about applications on devices: what is asked, both printers, the exit code.
#include "catch.hpp"
#include "desk.hpp"

namespace acapctl::cli {

namespace {

// Two devices, of which one has an application and the other is not there.
struct Desks : Desk {
    Desks() {
        devices["one"].apps["hello"] = {"1.0.0", "Running"};
        devices["gone"].bend = [](const device::Request&) {
            return std::optional<device::Answer>(
                device::Fault{.kind = device::FaultKind::connect, .detail = "refused"});
        };
    }
    device::Camera& one() { return devices["one"]; }
    Said on_one(std::vector<std::string> words) {
        words.insert(words.end(), {"-t", "http://one"});
        return acapctl(words);
    }
};

} // namespace

TEST_CASE("list prints a table, or a document") {
    Desks desk;
    const Said table = desk.on_one({"list"});
    CHECK(table.exit == 0);
    CHECK(table.out == "hello\t1.0.0\tRunning\t-\t-\t-\n");
    const auto document = desk.on_one({"list", "--json"}).document();
    CHECK(document["kind"] == "acapctl.list/v1");
    CHECK(document["devices"][0]["applications"][0]["name"] == "hello");
    CHECK(document["summary"]["ok"] == 1);
}

TEST_CASE("one device that is gone does not hide another, and its exit code is told") {
    Desks desk;
    const Said said = desk.acapctl({"list", "-t", "http://one", "-t", "http://gone"});
    CHECK(said.exit == 5);
    CHECK_THAT(said.out, contains("hello"));
    CHECK_THAT(said.err, contains("error: http://gone"));
    const auto document =
        desk.acapctl({"list", "--json", "-t", "http://one", "-t", "http://gone"}).document();
    CHECK(document["summary"]["failed"] == 1);
    CHECK(document["devices"][1]["error"]["exit"] == 5);
}

TEST_CASE("the device comes from the environment where none is named") {
    Desks desk;
    CHECK(desk.acapctl({"list"}).exit == 2);
    desk.environment["AXIS_DEVICE_IP"] = "http://gone";
    CHECK(desk.acapctl({"list"}).exit == 5);
    desk.environment["ACAPCTL_TARGET"] = "http://one";
    CHECK(desk.acapctl({"list"}).exit == 0);
}

TEST_CASE("start, stop, restart and remove do so, and say when it was so already") {
    Desks desk;
    CHECK(desk.on_one({"start", "hello"}).exit == 0); // it runs
    CHECK(desk.on_one({"stop", "hello"}).exit == 0);
    CHECK(desk.one().apps["hello"].status == "Stopped");
    CHECK(desk.on_one({"stop", "hello", "--json"}).document()["devices"][0]["ok"] == true);
    CHECK(desk.on_one({"restart", "hello"}).exit == 0);
    CHECK(desk.one().apps["hello"].status == "Running");
    CHECK(desk.on_one({"remove", "hello"}).exit == 0);
    CHECK(desk.one().apps.empty());
    const Said none = desk.on_one({"start", "helo"});
    CHECK(none.exit != 0);
    CHECK_THAT(none.err, contains("helo"));
}

TEST_CASE("a dry run and --curl show requests and send none") {
    Desks desk;
    for (const char* option : {"--dry-run", "--curl"})
        for (const auto& words :
             std::vector<std::vector<std::string>>{{"list"},
                                                   {"start", "hello"},
                                                   {"remove", "hello"},
                                                   {"logs", "hello"},
                                                   {"policy", "show"},
                                                   {"params", "get", "hello"},
                                                   {"wait", "hello", "--for", "running"}}) {
            auto shown = words;
            shown.emplace_back(option);
            const Said said = desk.on_one(shown);
            INFO(words.front() << ' ' << option << ": " << said.err);
            CHECK(said.exit == 0);
            CHECK_THAT(said.out, contains("/axis-cgi/"));
            CHECK(said.out.find("pass") == std::string::npos); // the password
        }
    CHECK(desk.one().fake.requests.empty());
}

TEST_CASE("wait ends when it is so, and with 12 when time is up") {
    Desks desk;
    CHECK(desk.on_one({"wait", "hello", "--for", "running"}).exit == 0);
    const Said late = desk.on_one({"wait", "hello", "--for", "stopped", "--wait", "5s"});
    CHECK(late.exit == 12);
    CHECK_THAT(late.err, contains("not stopped after 5 s"));
    const auto document = desk.on_one({"wait", "hello", "--for", "running", "--json"}).document();
    CHECK(document["devices"][0]["status"] == "Running");
    CHECK(desk.on_one({"wait", "hello", "--for", "ready"}).exit == 2);
}

TEST_CASE("logs prints the lines of an application, and filters them") {
    Desks desk;
    desk.one().log = "2026-01-01T00:00:00.000+00:00 axis-b8a44f000001 [ INFO    ] hello[7]: one\n"
                     "2026-01-01T00:00:01.000+00:00 axis-b8a44f000001 [ ERR     ] hello[7]: two\n";
    const Said all = desk.on_one({"logs", "hello"});
    CHECK(all.exit == 0);
    CHECK_THAT(all.out, contains("one"));
    const Said some = desk.on_one({"logs", "hello", "--grep", "tw"});
    CHECK(some.out.find("one") == std::string::npos);
    CHECK_THAT(some.out, contains("two"));
    CHECK(desk.on_one({"logs", "hello", "--grep", "("}).exit == 2);
    CHECK(desk.on_one({"logs", "hello", "--level", "loud"}).exit == 2);
    CHECK(desk.on_one({"logs", "hello", "--wait", "1s"}).exit == 2); // waits for nothing
}

TEST_CASE("policy shows and sets what a device admits") {
    Desks desk;
    CHECK_THAT(desk.on_one({"policy", "show"}).out, contains("true"));
    CHECK(desk.on_one({"policy", "set", "allow-unsigned", "false"}).exit == 0);
    CHECK_FALSE(desk.one().unsigned_allowed);
    const auto document = desk.on_one({"policy", "show", "--json"}).document();
    CHECK(document["devices"][0]["allowUnsigned"] == false);
}

} // namespace acapctl::cli
