// `list`, and what --dry-run and --curl show of every verb.
#include "cameras.hpp"
#include "catch.hpp"
#include "support/text.hpp"

namespace acapctl::cli {

TEST_CASE("list prints a table, or a document") {
    Cameras desk;
    const Said table = desk.on_one({"list"});
    CHECK(table.exit == 0);
    CHECK(table.out == "http://one\thello\t1.0.0\tRunning\tValid\tunknown\t-\n");
    const auto document = desk.on_one({"list", "--json"}).document();
    CHECK(document["kind"] == "acapctl.list/v1");
    CHECK(document["devices"][0]["applications"] == nlohmann::json::parse(R"([{
        "name": "hello", "niceName": null, "vendor": null, "version": "1.0.0", "status": "Running",
        "license": "Valid", "signature": null, "signed": null, "bundled": null}])"));
    CHECK(document["summary"]["ok"] == 1);
}

TEST_CASE("list says all that a device tells of an application, and nothing it could obey") {
    Cameras desk;
    desk.bend(
        desk.one(), "list.cgi",
        device::ok(R"(<reply result="ok"><application Name="a" NiceName="A&#27;[31m" Vendor="V"
                  Version="1" Status="Stopped" License="None" SignatureStatus="Signed"
                  Bundled="Yes"/></reply>)"));
    CHECK(desk.on_one({"list"}).out == "http://one\ta\t1\tStopped\tNone\tyes\tA\\x1b[31m\n");
    const auto app = desk.json_of_one({"list"})["applications"][0];
    CHECK(app["vendor"] == "V");
    CHECK(app["signature"] == "Signed");
    CHECK(app["signed"] == true);
    CHECK(app["bundled"] == true);
}

TEST_CASE("list says signed or not, and unknown where the device does not tell") {
    Cameras desk;
    const auto with = [&](const std::string& status) {
        desk.bend(desk.one(), "list.cgi",
                  device::ok("<reply result=\"ok\"><application Name=\"a\" Version=\"1\" " +
                             status + "/></reply>"));
        return desk.on_one({"list"}).out;
    };
    CHECK_THAT(with("SignatureStatus=\"Signed\""), contains("\tyes\t"));
    CHECK_THAT(with("SignatureStatus=\"Unknown\""), contains("\tno\t")); // so says 12.11
    CHECK(desk.json_of_one({"list"})["applications"][0]["signed"] == false);
    for (const char* untold : {"", "SignatureStatus=\"Odd\""}) {
        CHECK_THAT(with(untold), contains("\tunknown\t"));
        CHECK(desk.json_of_one({"list"})["applications"][0]["signed"].is_null());
    }
}

TEST_CASE("with several devices each line of a list says whose it is") {
    Cameras desk;
    desk.two().apps.clear();
    const Said said = desk.on_both({"list"});
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\thello\t1.0.0\tRunning\tValid\tunknown\t-\n");
    CHECK(said.err == "http://two: no application is installed\n2 of 2 devices: ok\n");
    CHECK(desk.json_of_both({"list"})[1]["applications"].empty());
    CHECK(desk.on_both({"list", "-q"}).err.empty());
}

TEST_CASE("list --watch prints what changes, until it is stopped") {
    for (const bool json : {false, true}) {
        Cameras desk;
        int looks = 0;
        desk.one().on_list = [&] {
            ++looks;
            if (looks == 3) desk.one().apps["hello"].status = "Stopped";
            if (looks == 8) desk.stop.request_stop();
        };
        desk.one().bend = [&](const device::Request&) -> std::optional<device::Answer> {
            if (looks == 4 || looks == 5) {
                ++looks;
                return device::Answer(device::Fault{.kind = device::FaultKind::connect});
            }
            return std::nullopt;
        };
        Words words{"list", "--watch"};
        if (json) words.emplace_back("--json");
        const Said said = desk.on_one(words);
        INFO(said.err);
        CHECK(said.exit == 130);
        const auto lines = text::lines(said.out);
        REQUIRE(lines.size() == (json ? 4 : 3)); // running, stopped, away, stopped
        if (!json) {
            CHECK_THAT(lines[0], contains("Running"));
            CHECK_THAT(lines[1], contains("Stopped"));
            CHECK(said.err.find("cannot connect") == said.err.rfind("cannot connect"));
            continue;
        }
        const auto gone = nlohmann::json::parse(lines[2]);
        CHECK(gone["kind"] == "acapctl.list/v1");
        CHECK(gone["ok"] == false);
        CHECK(nlohmann::json::parse(lines[3])["applications"][0]["status"] == "Stopped");
    }
    Cameras desk;
    desk.give(desk.one(), trouble(4));
    const Said refused = desk.on_one({"list", "--watch"});
    CHECK(refused.exit == 4);
    CHECK(refused.err.find("error:") == refused.err.rfind("error:"));
}

TEST_CASE("the device comes from the environment where none is named") {
    Cameras desk;
    desk.give(desk.devices["gone"], trouble(5));
    CHECK(desk.acapctl({"list"}).exit == 2);
    desk.environment["AXIS_DEVICE_IP"] = "http://gone";
    CHECK(desk.acapctl({"list"}).exit == 5);
    desk.environment["ACAPCTL_TARGET"] = "http://one";
    CHECK(desk.acapctl({"list"}).exit == 0);
}

TEST_CASE("a dry run and --curl show requests and send none") {
    struct Case {
        Words words;
        std::string request; // the last one
    };
    Cameras desk;
    const std::string key = desk.write("key.xml", "<Licensekey/>").string();
    const std::string applications = "http://one/axis-cgi/applications/";
    const std::vector<Case> cases{
        {{"list"}, "GET " + applications + "list.cgi"},
        {{"start", "hello"}, "POST " + applications + "control.cgi?action=start&package=hello"},
        {{"remove", "hello"}, "POST " + applications + "control.cgi?action=remove&package=hello"},
        {{"logs", "hello"}, "GET http://one/axis-cgi/systemlog.cgi?appname=hello"},
        {{"policy", "show"}, "GET " + applications + "config.cgi?action=get&name=AllowRoot"},
        {{"policy", "set", "allow-unsigned", "false"},
         "GET " + applications + "config.cgi?action=get&name=AllowUnsigned"},
        {{"params", "get", "hello"},
         "GET http://one/axis-cgi/param.cgi?action=list&group=root.hello"},
        {{"params", "get", "hello", "A", "hello.B"},
         "GET http://one/axis-cgi/param.cgi?action=list&group=root.hello.A%2Croot.hello.B"},
        {{"params", "set", "hello", "Secret"},
         "GET http://one/axis-cgi/param.cgi?action=list&group=root.hello.Secret"},
        {{"license", "remove", "hello"}, "GET " + applications + "list.cgi"},
        {{"license", "install", key, "hello"}, "GET " + applications + "list.cgi"},
        {{"wait", "hello", "--for", "running"}, "GET " + applications + "list.cgi"},
        {{"wait", "--for", "ready"}, "POST http://one/axis-cgi/systemready.cgi"},
        {{"device", "show"}, "POST http://one/axis-cgi/apidiscovery.cgi"},
    };
    for (const Case& one : cases) {
        Words words = one.words;
        words.emplace_back("--dry-run");
        const Said said = desk.on_one(words);
        INFO(said.out << said.err);
        CHECK(said.exit == 0);
        CHECK(said.out.ends_with(one.request + "\n"));
        CHECK(desk.json_of_one(words)["requests"].back() == one.request);
        words.back() = "--curl";
        const Said curl = desk.on_one(words);
        CHECK(curl.exit == 0);
        CHECK_THAT(curl.out, contains("| curl "));
        CHECK(curl.out.find("root:pass") == std::string::npos);
        CHECK(desk.json_of_one(words)["curl"].is_array());
    }
    CHECK(desk.one().fake.requests.empty());
}

} // namespace acapctl::cli
