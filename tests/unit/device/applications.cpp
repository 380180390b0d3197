#include "device/applications.hpp"
#include "camera.hpp"
#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::device;

TEST_CASE("start and stop are idempotent, remove is verified, names are helped with") {
    Camera camera;
    camera.apps["hello"] = {"1.0.0", "Running"};
    Session session = camera.session();
    CHECK_FALSE(control_application(session, Control::start, "hello").changed);
    CHECK(control_application(session, Control::stop, "HELLO").app == "hello");
    CHECK_FALSE(control_application(session, Control::stop, "hello").changed);
    try {
        control_application(session, Control::remove, "helo");
        FAIL("removed");
    } catch (const Error& error) {
        CHECK(error.exit() == ExitCode::refused);
        CHECK_THAT(error.failure().hint, contains("'hello'"));
    }
    CHECK(control_application(session, Control::remove, "hello").changed);
    CHECK(camera.apps.empty());
}

TEST_CASE("applications of AXIS OS itself are not removed") {
    Camera camera;
    camera.bend = [](const Request& request) -> std::optional<Answer> {
        if (!request.path.ends_with("list.cgi")) return std::nullopt;
        return ok(R"(<reply result="ok"><application Name="vmd" Bundled="Yes"/></reply>)");
    };
    Session session = camera.session();
    CHECK_THROWS_AS(control_application(session, Control::remove, "vmd"), Error);
    CHECK(camera.count("control.cgi") == 0);
}
