#include "device/vapix/license.hpp"

#include "camera.hpp"
#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

// The failure of an installation that the device answers with `reply`.
Result install(const std::string& reply, const std::string& license, LicenseReport& report) {
    Camera camera;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (request.path.ends_with("license.cgi")) return ok(reply);
        return ok(R"(<reply result="ok"><application Name="Hello" License=")" + license +
                  R"(" LicenseExpirationDate="2027-01-31"/></reply>)");
    };
    return on(camera, [&](Session& session, const auto&, auto&, const auto&) {
        install_license(session, "key", "hello", report);
    });
}

} // namespace

TEST_CASE("a licence is installed and looked at afterwards") {
    LicenseReport report;
    CHECK_FALSE(install("OK\n", "Valid", report).failure);
    CHECK(report.app == "Hello");
    CHECK(report.license == "Valid");
    CHECK(report.expires == "2027-01-31");
    CHECK(install("OK\n", "Invalid", report).code() == "license-not-valid");
}

TEST_CASE("each documented error of license.cgi has a name and a remedy") {
    for (const int number : {21, 22, 23, 24, 25, 26, 30, 31}) {
        LicenseReport report;
        const Result result = install("Error: " + std::to_string(number), "Missing", report);
        INFO(number);
        REQUIRE(result.failure);
        CHECK(result.failure->kind == ErrorKind::refused);
        CHECK(result.code() != "vapix-error");
        CHECK_FALSE((result.failure->hint.empty() && result.failure->advice.empty()));
    }
}

TEST_CASE("what cannot be a key is refused before a device is asked") {
    CHECK_THROWS_AS(check_license_file("/nowhere/key"), Error);
    CHECK_THROWS_AS(check_license_file("/tmp"), Error);
    CHECK_THROWS_AS(check_license_file("/dev/null"), Error);
}
