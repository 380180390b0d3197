// `run`: build, deploy, start and follow the log until Ctrl-C.
#include "refusals.hpp"

#include "projects/hello_desk.hpp"

namespace acapctl::cli {

namespace {

struct RunDesk : HelloDesk {
    device::Camera& one = devices["one"];

    // Ctrl-C comes when the log was read this many times while the application ran.
    int looks = 2;

    RunDesk() {
        one.bend = [this](const device::Request& request) {
            const bool runs = one.apps.contains("hello") && one.apps["hello"].status == "Running";
            if (runs && !device::Camera::query(request, "appname").empty()) {
                one.log += "2026-01-01T00:00:00.000+00:00 axis-b8a44f000001 [ INFO    ] "
                           "hello[7]: a line\n";
                if (looks-- == 0) throw Error({.kind = ErrorKind::interrupted});
            }
            return std::optional<device::Answer>();
        };
    }
    Said run(std::vector<std::string> options = {}) {
        options.insert(options.begin(), {"run", project, "--engine", "host", "-t", "http://one"});
        return acapctl(options);
    }
};

} // namespace

TEST_CASE("run builds for the device, starts the application, follows its log and stops it") {
    RunDesk desk;
    const Said said = desk.run();
    INFO(said.err);
    CHECK(said.exit == 130);
    CHECK_THAT(said.out, contains("hello[7]: a line\n"));
    CHECK_THAT(said.err, contains("http://one: P3265-V, Axis Artpec-8, AXIS OS 12.11.72\n"));
    CHECK_THAT(said.err, contains("compiling hello for aarch64 with this machine's compiler\n"));
    CHECK_THAT(said.err, contains("hello 1.0.0 installed; Ctrl-C stops it\n"));
    CHECK_THAT(said.err, contains("stopping hello\n"));
    CHECK(desk.one.apps["hello"].status == "Stopped");
}

TEST_CASE("run only shows what it would send, where that is asked for") {
    for (const char* option : {"--dry-run", "--curl"}) {
        RunDesk desk;
        const Said said = desk.run({option});
        INFO(option << ": " << said.err);
        CHECK(said.exit == 0);
        CHECK(desk.one.fake.requests.empty());
        CHECK_THAT(said.out, contains("upload.cgi"));
        CHECK_THAT(said.out, contains("PACKAGE.eap"));
        CHECK_THAT(said.err, !contains("compiling"));
    }
}

TEST_CASE("with --json each line of the log is a document") {
    RunDesk desk;
    const Said said = desk.run({"--json"});
    CHECK(said.exit == 130);
    REQUIRE_FALSE(said.out.empty());
    const auto line = nlohmann::json::parse(said.out.substr(0, said.out.find('\n')));
    CHECK(line["message"] == "a line");
    // The last one is the report.
    const auto report = nlohmann::json::parse(said.out.substr(said.out.rfind("{\"devices")));
    REQUIRE(report["kind"] == "acapctl.run/v1");
    CHECK(report["summary"]["ok"] == 1);
    const auto& device = report["devices"][0];
    CHECK(device["outcome"] == "installed");
    CHECK(device["status"] == "Stopped");
    CHECK(device["error"].is_null());
}

TEST_CASE("what goes wrong with a device that run has tried is told as by every device verb") {
    RunDesk desk;
    const auto report_of = [&](const std::vector<std::string>& options) {
        std::vector<std::string> words{"--json"};
        words.insert(words.end(), options.begin(), options.end());
        const Said said = desk.run(words);
        const auto document = said.document();
        REQUIRE(document["kind"] == "acapctl.run/v1");
        CHECK(document["summary"]["failed"] == 1);
        CHECK(document["devices"][0]["device"] == "http://one");
        CHECK(document["devices"][0]["error"]["exit"] == said.exit);
        return document["devices"][0];
    };
    desk.one.unsigned_allowed = false;
    CHECK(report_of({})["outcome"] == "refused:signature");
    desk.one.apps["hello"] = {"1.0.0", "Stopped", "", "Other AB"};
    const auto guarded = report_of({"--allow-unsigned"});
    CHECK(guarded["error"]["code"] == "other-vendor");
    CHECK_THAT(guarded["error"]["hint"].get<std::string>(), contains("--allow-other-vendor"));
    desk.one.bend = [](const device::Request&) {
        return std::optional<device::Answer>(device::Fault{.kind = device::FaultKind::connect});
    };
    CHECK(report_of({})["outcome"] == "untouched");
    CHECK(desk.one.count("upload.cgi") == 0);
}

TEST_CASE("run goes back to an older version by itself, and no further without being told") {
    RunDesk desk;
    desk.one.apps["hello"] = {"2.0.0", "Stopped"};
    CHECK(desk.run().exit == 130);
    CHECK(desk.one.apps["hello"].version == "1.0.0");
    desk.looks = 2;
    desk.one.apps["hello"] = {"1.0.0", "Stopped", "", "Other AB", "", "Yes"};
    CHECK(desk.run().exit == 9);
    CHECK(desk.run({"--allow-other-vendor", "--allow-bundled"}).exit == 130);
}

TEST_CASE("a package that the device does not admit is not started") {
    RunDesk desk;
    desk.one.unsigned_allowed = false;
    const Said said = desk.run();
    CHECK(said.exit == 9);
    CHECK_THAT(said.err, contains("--allow-unsigned"));
    CHECK(desk.one.apps.empty());
    CHECK(desk.run({"--allow-unsigned"}).exit == 130);
    CHECK_FALSE(desk.one.unsigned_allowed); // and put back
}

TEST_CASE("a build that fails ends run before the device gets anything") {
    RunDesk desk;
    write_file(desk.project + "/hello.c", "nonsense\n");
    CHECK(desk.run().exit == 7);
    CHECK(desk.one.count("upload.cgi") == 0);
}

TEST_CASE("run refuses more than one device or application") {
    RunDesk desk;
    const std::string two = (desk.home() / "two").string();
    for (const char* name : {"/one", "/other"})
        REQUIRE(desk.acapctl({"new", two + name}).exit == 0);
    check_refused(
        desk, {
                  {{"run", desk.project}, "no device named"},
                  {{"run", desk.project, "-t", "http://one", "-t", "http://two"},
                   "run follows one device, but 2 are named"},
                  {{"run", desk.project, "-t", "http://one", "--arch", "aarch64"}, "--arch"},
                  {{"run", desk.project, "-t", "http://one", "--sdk", "1.0", "--axis-os", "12.0"},
                   "both choose the SDK"},
                  {{"run", two, "-t", "http://one"},
                   "run starts one application, but 2 are below " + two},
                  {{"run", (desk.home() / "nowhere").string(), "-t", "http://one"}, "nowhere", 3},
              });
    CHECK(desk.one.count("upload.cgi") == 0);
}

} // namespace acapctl::cli
