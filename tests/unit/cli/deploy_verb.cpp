// `deploy` as a script meets it: outcomes, checks, both printers, exit codes.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

namespace {

// The sample, of version 1.2.4.
struct Fleet : Cameras {
    std::string eap = write("sample.eap", samples::package()).string();

    Fleet() {
        one().apps.clear();
        two().apps.clear();
    }
    Said deploy(std::vector<std::string> options = {}) {
        options.insert(options.begin(), {"deploy", eap, "-t", "http://one"});
        return acapctl(options);
    }
};

} // namespace

TEST_CASE("deploy installs, and its outcome is a word of the contract") {
    Fleet desk;
    const Said first = desk.deploy();
    INFO(first.err);
    CHECK(first.exit == 0);
    CHECK(first.out == "http://one\tsample\t1.2-3\tinstalled\tStopped\n");
    const auto again = desk.deploy({"--json"}).document();
    CHECK(again["kind"] == "acapctl.deploy/v1");
    CHECK(again["devices"][0]["outcome"] == "unchanged"); // this very build was deployed from here
    CHECK(again["devices"][0]["deployedAt"].is_string());
    CHECK_THAT(desk.deploy({"--reinstall"}).out, contains("reinstalled"));
    CHECK(desk.one().count("upload.cgi") == 2);
}

TEST_CASE("a dry run of deploy asks the device, says what would be, and changes nothing") {
    Fleet desk;
    const Said said = desk.deploy({"--dry-run"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("would-be-installed"));
    CHECK(desk.one().apps.empty());
    const auto document = desk.deploy({"--dry-run", "--json"}).document();
    REQUIRE(document["devices"][0]["checks"].size() > 5);
    for (const auto& check : document["devices"][0]["checks"]) {
        INFO(check.dump());
        CHECK(check["result"] != "no");
        CHECK(check["reason"].get<std::string>().size() > 3);
    }
}

TEST_CASE("a check that says no ends before the upload, with the way out") {
    Fleet desk;
    desk.one().unsigned_allowed = false;
    const Said refused = desk.deploy();
    CHECK(refused.exit == 9);
    CHECK_THAT(refused.err, contains("--allow-unsigned"));
    CHECK(desk.one().count("upload.cgi") == 0);
    const Said allowed = desk.deploy({"--allow-unsigned"});
    CHECK(allowed.exit == 0);
    CHECK_FALSE(desk.one().unsigned_allowed); // and put back
    desk.one().architecture = "armv7hf";
    const auto document = desk.deploy({"--json", "--reinstall"}).document();
    CHECK(document["devices"][0]["error"]["exit"] == 9);
    CHECK(document["devices"][0]["outcome"].get<std::string>().starts_with("refused:"));
}

TEST_CASE("what would be replaced is guarded, and the hint names the option that permits it") {
    struct Row {
        device::Camera::App installed;
        const char* code;
        const char* option;
    };
    for (const Row& row :
         {Row{{"1.2-4", "Running"}, "downgrade", "--allow-downgrade"},
          Row{{"1.2-3", "Running", "", "Other AB"}, "other-vendor", "--allow-other-vendor"},
          Row{{"1.2-3", "Running", "", "", "", "Yes"}, "replaces-bundled", "--allow-bundled"}}) {
        INFO(row.code);
        Fleet desk;
        desk.one().apps["sample"] = row.installed;
        const Said refused = desk.deploy();
        CHECK(refused.exit == 9);
        CHECK_THAT(refused.err, contains(row.option));
        CHECK_THAT(refused.err, !contains("--force"));
        CHECK(desk.deploy({"--dry-run"}).exit == 9);
        const auto device = desk.deploy({"--json"}).document()["devices"][0];
        CHECK(device["error"]["code"] == row.code);
        CHECK(device["outcome"] == std::string("refused:") + row.code);
        CHECK(desk.one().count("upload.cgi") == 0);
        CHECK(desk.deploy({row.option}).exit == 0);
        CHECK(desk.one().count("upload.cgi") == 1);
    }
}

TEST_CASE("one device that refuses does not cost the other its package") {
    Fleet desk;
    desk.devices["two"].bend = [](const device::Request& request) {
        return device::is_upload(request) ? std::optional<device::Answer>(device::ok("Error: 10\n"))
                                          : std::nullopt;
    };
    const Said said =
        desk.acapctl({"deploy", desk.eap, "-t", "http://one", "-t", "http://two", "--json"});
    CHECK(said.exit == 10);
    CHECK(said.document()["summary"]["ok"] == 1);
    CHECK(said.document()["devices"][0]["outcome"] == "installed");
    CHECK(said.document()["devices"][1]["error"]["exit"] == 6);
}

TEST_CASE("with --start it is watched, and one that does not live ends with 12") {
    Fleet desk;
    const Said said = desk.deploy({"--start"});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("Running"));
    desk.one().apps.clear();
    desk.one().on_list = [&desk] { // it starts, and is gone at the next look
        for (auto& [name, app] : desk.one().apps)
            if (app.status == "Running") app.status = "Stopped";
    };
    const Said dead = desk.deploy({"--start", "--reinstall", "--wait", "5s"});
    CHECK(dead.exit == 12);
    CHECK_THAT(dead.err, contains("sample"));
}

TEST_CASE("--rollback puts back what was deployed from here before") {
    Fleet desk;
    const auto roll_back = [&](std::vector<std::string> options = {}) {
        options.insert(options.begin(), {"deploy", "--rollback", "sample", "-t", "http://one"});
        return desk.acapctl(options);
    };
    CHECK(roll_back().exit == 3);
    REQUIRE(desk.deploy().exit == 0);
    CHECK(roll_back().exit == 3); // nothing was before it
    desk.one().uploaded_version = "1.2-4";
    desk.eap = desk.write("newer.eap", newer_package()).string();
    REQUIRE(desk.deploy().exit == 0);
    desk.one().uploaded_version = "1.2-3";
    const Said said = roll_back();
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\tsample\t1.2-3\trolled-back\tStopped\n");
    CHECK(desk.one().count("upload.cgi") == 3);
    CHECK(roll_back({"--curl"}).exit == 2);
}

TEST_CASE("a document of deploy has all that is known, and null for what is not") {
    Fleet desk;
    const auto device = desk.deploy({"--json"}).document()["devices"][0];
    const auto expected = nlohmann::json::parse(R"({"device": "http://one", "ok": true,
        "error": null, "application": "sample", "version": "1.2-3", "previousVersion": null,
        "outcome": "installed", "status": "Stopped", "deployedAt": null,
        "architecture": "aarch64", "axisOs": "12.11.72", "policySwitched": false, "cause": null,
        "log": [], "sourcesChanged": null})");
    for (const auto& [field, value] : expected.items()) {
        INFO(field);
        CHECK(device[field] == value);
    }
    CHECK(device["package"] == desk.eap);
    for (const char* field : {"id", "result", "reason", "remedy", "overridable"})
        CHECK(device["checks"][0].contains(field));
}

TEST_CASE("of an application that does not live, the last lines of its log and a cause are told") {
    Fleet desk;
    desk.one().on_list = [&desk] {
        device::Camera& camera = desk.one();
        if (!camera.apps.contains("sample") || camera.apps["sample"].status != "Running") return;
        camera.apps["sample"].status = "Stopped";
        camera.log = "2026-01-01T00:00:00.000+00:00 axis-b8a44f000001 [ ERR     ] sample[7]: "
                     "error while loading shared libraries: liblarod.so.1: cannot open shared "
                     "object file\n";
    };
    const Words options{"--start", "--wait", "5s", "--json"};
    const Said said = desk.deploy(options);
    const auto device = said.document()["devices"][0];
    INFO(device.dump(1));
    CHECK(said.exit == 12);
    CHECK(device["status"] == "Stopped");
    REQUIRE(device["log"].size() == 1);
    CHECK_THAT(device["log"][0].get<std::string>(), contains("liblarod.so.1"));
    for (const char* field : {"id", "what", "remedy", "line"})
        CHECK_FALSE(device["cause"][field].get<std::string>().empty());
    CHECK_THAT(said.err, contains("last lines of its log:"));
}

TEST_CASE("with several devices each step says whose it is") {
    Fleet desk;
    const Said both = desk.acapctl({"deploy", desk.eap, "-t", "http://one", "-t", "http://two"});
    CHECK(both.exit == 0);
    CHECK(both.out == "http://one\tsample\t1.2-3\tinstalled\tStopped\n"
                      "http://two\tsample\t1.2-3\tinstalled\tStopped\n");
    CHECK_THAT(both.err, contains("http://two: checks: "));
    Fleet alone;
    CHECK(alone.deploy().err.find("http://one: checks: ") == std::string::npos);
    CHECK(Fleet().deploy({"-q"}).err.empty());
}

TEST_CASE("a device that does not tell its architecture has that of the environment") {
    Fleet desk;
    desk.one().architecture.clear();
    desk.one().params = {{"root.Properties.System.Soc", "X"}};
    desk.environment["AXIS_DEVICE_ARCH"] = "armv7hf";
    const auto refused = desk.deploy({"--json"}).document()["devices"][0];
    INFO(refused.dump(1));
    CHECK(refused["error"]["exit"] == 9);
    desk.environment["AXIS_DEVICE_ARCH"] = "aarch64";
    CHECK(desk.deploy().exit == 0);
    desk.environment["AXIS_DEVICE_ARCH"] = "arm v7";
    const Said wrong = desk.deploy();
    CHECK(wrong.exit == 2);
    CHECK_THAT(wrong.err, contains("AXIS_DEVICE_ARCH 'arm v7' is no architecture"));
}

TEST_CASE("deploy refuses options that do not go together, before anything is read") {
    Fleet desk;
    desk.eap = (desk.home() / "gone.eap").string();
    check_usage(desk,
                {{{"deploy", desk.eap, "--expect", "exit"}, "need --start", "add --start"},
                 {{"deploy", desk.eap, "--wait", "3s"}, "need --start", "add --start"},
                 {{"deploy", desk.eap, "--rollback-on-failure"}, "need --start", "add --start"},
                 {{"deploy", desk.eap, "--start", "--expect", "life"}, "life not in", "--help"},
                 {{"deploy", desk.eap, "--start", "--wait", "x"}, "--wait", ""},
                 {{"deploy", "a", "--start", "--rollback", "--rollback-on-failure"},
                  "exclude each other",
                  ""},
                 {{"deploy", "--rollback", "a.eap"}, "takes the name of one application", "list"},
                 {{"deploy", "--rollback", "a", "b"}, "takes the name of one application", "list"},
                 {{"deploy", "--rollback", "a", "--curl"}, "cannot show a rollback", "--dry-run"}});
    CHECK(desk.deploy().exit == 3);
    const std::string other = desk.write("other/manifest.json", "{}").parent_path().string();
    const Said unbuilt = desk.acapctl({"deploy", other, "-t", "http://one"});
    CHECK(unbuilt.exit == 3);
    CHECK_THAT(unbuilt.err, contains("build one first"));
}

TEST_CASE("--curl shows the requests of a deploy, and not the password") {
    Fleet desk;
    const Said said = desk.deploy({"--curl", "--allow-unsigned", "--start"});
    CHECK(said.exit == 0);
    for (const char* part : {"list.cgi", "config.cgi", "upload.cgi", "control.cgi", "sample.eap"})
        CHECK_THAT(said.out, contains(part));
    CHECK(said.out.find("user = \"root:pass\"") == std::string::npos);
    CHECK(desk.one().fake.requests.empty());
}

} // namespace acapctl::cli
