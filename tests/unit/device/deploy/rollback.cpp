// What is known from earlier deployments: recognising a build, and going back.
#include "device/deploy/rollback.hpp"
#include "camera.hpp"
#include "catch.hpp"
#include "packages.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

struct Desk {
    Packages packages{};
    History history{packages.temp.path() / "deployed"};
    Camera camera{};
    DeployOptions options{.history = &history};

    Result deploy(const Candidate& candidate) {
        camera.uploaded_version = candidate.package.version;
        return deploy_to(camera, options, candidate);
    }
    Result roll_back(const std::string& version) {
        camera.uploaded_version = version; // what the device then shows
        return on(camera, [&](Session& session, const DeployObserver& observer,
                              DeployReport& report, const Clock& clock) {
            device::roll_back(session, "hello", sdk::Knowledge::built_in(), options, observer,
                              report, clock);
        });
    }
};

} // namespace

TEST_CASE("the very build that is installed is not sent again") {
    Desk desk;
    const Candidate build = desk.packages.read("1.0.0", "a");
    CHECK(desk.deploy(build).report.outcome.text() == "installed");
    const Result again = desk.deploy(build);
    CHECK(again.report.outcome.text() == "unchanged");
    CHECK_FALSE(again.report.deployed_at.empty());
    CHECK(desk.camera.count("upload.cgi") == 1);
    SECTION("unless asked for") {
        desk.options.reinstall = true;
        CHECK(desk.deploy(build).report.outcome.text() == "reinstalled");
    }
    SECTION("and no line is waited for where it runs already and is not started anew") {
        desk.camera.apps["hello"].status = "Running";
        desk.options.start = desk.options.rollback_on_failure = true;
        desk.options.expect = Expect::running;
        desk.options.until = "ready";
        const Result running = desk.deploy(build);
        CHECK_FALSE(running.failure);
        CHECK(running.report.outcome.text() == "unchanged");
        desk.camera.apps["hello"].status = "Stopped";
        REQUIRE(desk.deploy(build).failure);
    }
    SECTION("another build of the same version is") {
        CHECK(desk.deploy(desk.packages.read("1.0.0", "b")).report.outcome.text() == "reinstalled");
        CHECK(desk.deploy(build).report.outcome.text() == "reinstalled");
    }
    SECTION("the device shows another version: it is sent") {
        desk.camera.apps["hello"].version = "0.5.0";
        CHECK(desk.deploy(build).report.outcome.text() == "upgraded");
    }
    SECTION("the application was removed: it is sent") {
        desk.camera.apps.clear();
        CHECK(desk.deploy(build).report.outcome.text() == "installed");
    }
    SECTION("what was refused is not remembered") {
        desk.camera.bend = [](const Request& request) -> std::optional<Answer> {
            if (is_upload(request)) return ok("Error: 1");
            return std::nullopt;
        };
        const Candidate other = desk.packages.read("1.0.0", "b");
        CHECK(desk.deploy(other).report.outcome.text() == "refused:invalid-package");
        desk.camera.bend = nullptr;
        CHECK(desk.deploy(build).report.outcome.text() == "unchanged");
        CHECK(desk.deploy(other).report.outcome.text() == "reinstalled");
    }
    SECTION("something of which nobody knows what became was sent since: it is sent") {
        desk.camera.bend = [](const Request& request) -> std::optional<Answer> {
            if (is_upload(request)) return ok("Error: 15");
            return std::nullopt;
        };
        CHECK(desk.deploy(desk.packages.read("1.0.0", "b")).report.outcome.text() == "unknown");
        desk.camera.bend = nullptr;
        CHECK(desk.deploy(build).report.outcome.text() == "reinstalled");
        CHECK(desk.deploy(build).report.outcome.text() == "unchanged");
    }
}

TEST_CASE("a warm deployment of the installed build asks two things") {
    Desk desk;
    const Candidate build = desk.packages.read("1.0.0", "a");
    desk.deploy(build);
    desk.camera.fake.requests.clear();
    CHECK(desk.deploy(build).report.outcome.text() == "unchanged");
    CHECK(desk.camera.fake.requests ==
          std::vector<std::string>{"GET /axis-cgi/applications/list.cgi",
                                   "POST /axis-cgi/basicdeviceinfo.cgi"});
}

TEST_CASE("rolling back installs what was deployed before, and never removes") {
    Desk desk;
    desk.deploy(desk.packages.read("1.0.0"));
    desk.deploy(desk.packages.read("1.1.0"));
    desk.deploy(desk.packages.read("1.2.0"));
    SECTION("step by step, until nothing is left") {
        Result result = desk.roll_back("1.1.0");
        CHECK(result.report.outcome.text() == "rolled-back");
        CHECK(result.report.previous_version == "1.2.0");
        CHECK(result.report.version == "1.1.0");
        CHECK(desk.roll_back("1.0.0").report.version == "1.0.0");
        result = desk.roll_back("0.9.0");
        CHECK(result.code() == "nothing-to-roll-back-to");
        CHECK(desk.camera.apps["hello"].version == "1.0.0");
    }
    SECTION("others have installed something: to the last from here") {
        desk.camera.apps["hello"].version = "7.0.0";
        CHECK(desk.roll_back("1.2.0").report.outcome.text() == "rolled-back");
    }
    SECTION("not over what another vendor has made") {
        desk.camera.apps["hello"] = {"7.0.0", "Stopped", "", "Other AB"};
        CHECK(desk.roll_back("1.2.0").code() == "other-vendor");
        desk.options.permitted.other_vendor = true;
        CHECK(desk.roll_back("1.2.0").report.outcome.text() == "rolled-back");
    }
    SECTION("the package is gone from the cache") {
        std::filesystem::remove_all(desk.packages.temp.path() / "deployed/packages");
        CHECK(desk.roll_back("1.1.0").code() == "package-not-kept");
        CHECK(desk.camera.count("upload.cgi") == 3);
    }
    SECTION("only asked what would happen") {
        desk.options.only_check = true;
        CHECK(desk.roll_back("1.1.0").report.outcome.text() == "would-be-rolled-back");
        CHECK(desk.camera.count("upload.cgi") == 3);
    }
    CHECK(desk.camera.count("action=remove") == 0);
}

TEST_CASE("a package that does not live is replaced by the one before, if asked for") {
    Desk desk;
    desk.deploy(desk.packages.read("1.0.0"));
    desk.camera.apps["hello"].status = "Running";
    desk.options.start = true;
    desk.options.expect = Expect::running;
    desk.options.rollback_on_failure = true;
    desk.camera.bend = [&](const Request& request) -> std::optional<Answer> {
        auto& app = desk.camera.apps["hello"];
        if (request.path.ends_with("upload.cgi") && desk.camera.count("upload.cgi") == 3)
            desk.camera.uploaded_version = "1.0.0";
        if (request.path.ends_with("control.cgi") && app.version == "1.1.0")
            return ok("OK"); // and does not run
        return std::nullopt;
    };
    const Result result = desk.deploy(desk.packages.read("1.1.0"));
    CHECK(result.failure->kind == ErrorKind::condition);
    CHECK(result.report.outcome.text() == "rolled-back");
    CHECK_THAT(result.message(), contains("the previous package was put back"));
    CHECK_THAT(result.message(), contains("the device has hello 1.0.0, Running"));
    CHECK(desk.camera.count("upload.cgi") == 3);
    CHECK(desk.camera.count("action=remove") == 0);
}

TEST_CASE("without an earlier package the new one stays, and that is said") {
    Desk desk;
    desk.options.start = true;
    desk.options.expect = Expect::running;
    desk.options.rollback_on_failure = true;
    desk.camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (request.path.ends_with("control.cgi")) return ok("OK");
        return std::nullopt;
    };
    const Result result = desk.deploy(desk.packages.read("1.1.0"));
    CHECK(result.report.outcome.text() == "installed");
    CHECK_THAT(result.message(), contains("nothing before it"));
    CHECK(desk.camera.apps["hello"].version == "1.1.0");
}

TEST_CASE("a device that tells another one's serial number spoils nothing of it") {
    Desk desk;
    const Candidate first = desk.packages.read("1.0.0"), second = desk.packages.read("1.1.0");
    desk.deploy(first);
    desk.deploy(second);
    desk.camera.known_as = "liar"; // the same number, and another place
    CHECK_THAT(desk.roll_back("1.0.0").message(), contains("no earlier package of 'hello'"));
    CHECK(desk.deploy(second).report.outcome.text() == "reinstalled"); // not "unchanged"
    desk.camera.known_as = "cam";
    const Result again = desk.deploy(second); // nobody knows from here which of them has got it
    CHECK(again.report.outcome.text() == "reinstalled");
    CHECK(desk.deploy(second).report.outcome.text() == "unchanged");
    CHECK(desk.roll_back("1.0.0").report.outcome.text() == "rolled-back");
    desk.camera.known_as = "third";
    const Result refused = desk.roll_back("1.0.0");
    REQUIRE(refused.failure);
    CHECK_THAT(refused.failure->hint, contains("what 'cam' got"));
}

TEST_CASE("devices of one serial number are told apart by their certificates") {
    Desk desk;
    const Candidate build = desk.packages.read("1.0.0"), other = desk.packages.read("1.1.0");
    const auto as = [&](const char* known_as, const char* fingerprint, const char* version) {
        desk.camera.known_as = known_as;
        desk.camera.fake.certificate = Certificate{.fingerprint = fingerprint};
        desk.camera.apps["hello"].version = version;
    };
    desk.camera.fake.certificate = Certificate{.fingerprint = "AA"};
    desk.deploy(build);
    as("liar", "BB", "1.0.0");
    desk.deploy(other);
    as("cam", "AA", "1.0.0");
    CHECK(desk.deploy(build).report.outcome.text() == "unchanged");
    as("liar", "BB", "1.1.0");
    CHECK(desk.deploy(other).report.outcome.text() == "unchanged");
    as("cam", "CC", "1.0.0"); // its own has changed: nobody knows since when
    CHECK(desk.deploy(build).report.outcome.text() == "reinstalled");
}

TEST_CASE("a device that is not the one of the inventory is told, and leaves no record") {
    Desk desk;
    const Candidate build = desk.packages.read("1.0.0");
    desk.deploy(build);
    desk.camera.expected_serial = "B8A44F000002";
    CHECK(desk.deploy(build).report.outcome.text() == "reinstalled");
    CHECK(desk.deploy(build).report.outcome.text() == "reinstalled");
    CHECK_THAT(
        text::join(desk.camera.warnings, "\n"),
        contains("tells the serial number B8A44F000001, and the inventory has B8A44F000002"));
    desk.camera.expected_serial = "b8a44f000001";
    desk.camera.warnings.clear();
    CHECK(desk.deploy(build).report.outcome.text() == "reinstalled"); // what was sent is in doubt
    CHECK(desk.deploy(build).report.outcome.text() == "unchanged");
    CHECK(desk.camera.warnings.empty());
}

TEST_CASE("another vendor id is found in the package of the version that another device got") {
    Desk desk;
    desk.options.force = true; // what speaks against it is told, and passed over
    const auto give = [&](const std::string& serial, const Candidate& package) {
        desk.history.add({.serial = serial, .known_as = serial}, "hello",
                         {.sha256 = package.sha256,
                          .version = package.package.version,
                          .vendor_id = vendor_id(package.package),
                          .time = "2026-01-01T00:00:00Z"},
                         package.package.file);
    };
    const auto built = [&](const std::string& version, const std::string& id) {
        return desk.packages.read(version, id, R"(,"vendorId": ")" + id + "\"");
    };
    give("B8A44F000002", built("1.0.0", "0123456789"));
    desk.camera.apps["hello"] = {"1.0.0", "Stopped", "", "v"};
    const auto told = [&] {
        desk.deploy(built("1.1.0", "9999999999"));
        return text::join(desk.camera.warnings, "\n");
    };
    const auto is_told = contains("vendor id 9999999999 would replace 0123456789");
    SECTION("before a byte is sent") {
        CHECK_THAT(told(), is_told);
    }
    SECTION("of another version it says nothing") {
        desk.camera.apps["hello"].version = "0.9.0";
        CHECK_THAT(told(), !is_told);
    }
    SECTION("nor where two packages of the version differ in it") {
        give("B8A44F000003", built("1.0.0", "9999999999"));
        CHECK_THAT(told(), !is_told);
    }
    SECTION("nor of what another vendor made") {
        desk.camera.apps["hello"].vendor = "somebody else";
        CHECK_THAT(told(), !is_told);
    }
}
