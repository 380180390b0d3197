// `wait`: conditions, patience, both printers.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

namespace {

device::Answer system_ready(const std::string& ready, const std::string& needs_setup = "no") {
    return device::ok(fmt::format(
        R"({{"data":{{"systemready":"{}","needsetup":"{}","uptime":"77","bootid":"b1"}}}})", ready,
        needs_setup));
}

} // namespace

TEST_CASE("wait ends at once when it is so") {
    Cameras desk;
    const Said said = desk.on_one({"wait", "hello", "--for", "running"});
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\trunning\t0.0 s\n");
    const auto device = desk.json_of_one({"wait", "hello", "--for", "running"});
    CHECK(device["condition"] == "running");
    CHECK(device["application"] == "hello");
    CHECK(device["status"] == "Running");
    CHECK(device["waitedMs"] == 0);
    CHECK_FALSE(device.contains("bootId"));
}

TEST_CASE("wait says once what it waits for, and how long it took") {
    Cameras desk;
    int looks = 0;
    desk.one().on_list = [&] {
        desk.one().apps["hello"].status = ++looks > 4 ? "Stopped" : "Running";
    };
    const Said said = desk.on_one({"wait", "hello", "--for", "stopped"});
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\tstopped\t4.1 s\n"); // pauses of 0.5, 0.75, 1.1 and 1.7 s
    CHECK(said.err == "http://one: waiting: its status is Running\n");
}

TEST_CASE("when time is up, the exit code is 12 and the last look is told") {
    Cameras desk;
    const Words words{"wait", "hello", "--for", "stopped", "--wait", "5s"};
    const Said late = desk.on_one(words);
    CHECK(late.exit == 12);
    CHECK(late.out.empty());
    CHECK_THAT(late.err, contains("not stopped after 5 s: its status is Running"));
    const auto device = desk.json_of_one(words);
    CHECK(device["error"]["code"] == "not-stopped");
    CHECK(device["error"]["retryable"] == true);
    CHECK(device["waitedMs"] == 5000);
    CHECK(device["status"] == "Running");

    // One that is not installed is neither running nor stopped.
    const auto none = desk.json_of_one({"wait", "none", "--for", "stopped", "--wait", "1s"});
    CHECK(none["error"]["exit"] == 12);
    CHECK(none["application"].is_null());
    const Said slip = desk.on_one({"wait", "helo", "--for", "running", "--wait", "1s"});
    CHECK_THAT(slip.err, contains("http://one: waiting: it is not installed; the device has hello. "
                                  "Did you mean 'hello'?"));
}

TEST_CASE("wait --for ready tells what the device says of itself") {
    Cameras desk;
    desk.bend(desk.one(), "systemready.cgi", system_ready("yes", "yes"));
    const Said said = desk.on_one({"wait", "--for", "ready"});
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\tready\t0.0 s\n");
    CHECK_THAT(said.err, contains("http://one: it has no account yet"));
    const auto device = desk.json_of_one({"wait", "--for", "ready"});
    CHECK(device["bootId"] == "b1");
    CHECK(device["uptime"] == 77);
    CHECK(device["needsSetup"] == true);
    CHECK_FALSE(device.contains("status"));

    desk.bend(desk.one(), "systemready.cgi", system_ready("no"));
    const Said not_yet = desk.on_one({"wait", "--for", "ready", "--wait", "2s"});
    CHECK(not_yet.exit == 12);
    CHECK_THAT(not_yet.err, contains("it says that it is not ready"));

    desk.one().bend = nullptr; // AXIS OS before 9.50 has no systemready.cgi
    CHECK(desk.on_one({"wait", "--for", "ready"}).exit == 0);
    CHECK(desk.json_of_one({"wait", "--for", "ready"})["needsSetup"].is_null());
}

TEST_CASE("a device that is not there is waited for, one that refuses the login is not") {
    Cameras desk;
    for (const Trouble& trouble : troubles()) {
        desk.give(desk.one(), trouble);
        const Said said = desk.on_one({"wait", "hello", "--for", "running", "--wait", "3s"});
        INFO(trouble.name << ": " << said.err);
        CHECK(said.exit == (trouble.exit == 5 ? 12 : trouble.exit));
    }
    desk.bend(desk.one(), "systemready.cgi", system_ready("yes"));
    desk.one().bend = [before = desk.one().bend](const device::Request& request) {
        const auto answer = before(request);
        return answer ? answer : std::optional(trouble(4).answer);
    };
    CHECK(desk.on_one({"wait", "--for", "ready"}).exit == 0); // it is, whoever may log in
}

TEST_CASE("several devices are waited for side by side, each has all of the time") {
    Cameras desk;
    desk.two().apps["hello"].status = "Stopped";
    const Words words{"wait", "hello", "--for", "running", "--wait", "5s", "-j", "1"};
    const Said said = desk.on_both(words);
    CHECK(said.exit == 10);
    CHECK_THAT(said.out, contains("http://one\trunning"));
    CHECK_THAT(said.err, contains("error: http://two: 'hello' is not running after 5 s"));
}

TEST_CASE("wait refuses what cannot be waited for") {
    Cameras desk;
    check_usage(desk, {{{"wait", "hello"}, "--for is missing", "wait --help"},
                       {{"wait", "--for", "idle"}, "--for: idle not in", "wait --help"},
                       {{"wait", "hello", "--for", "ready"}, "a device is ready, not", "leave"},
                       {{"wait", "hello", "--for", "running", "--wait", "x"}, "--wait", ""}});
}

} // namespace acapctl::cli
