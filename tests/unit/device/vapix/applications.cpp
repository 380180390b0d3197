#include "device/vapix/applications.hpp"
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
        CHECK(error.kind() == ErrorKind::refused);
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

TEST_CASE("a lost answer of control.cgi is resolved by what the list shows") {
    struct Case {
        Control action;
        std::string before;
        bool done;          // by the device, before its answer got lost
        std::string status; // afterwards; empty: removed
    };
    const auto [action, before, done, status] =
        GENERATE(values<Case>({{Control::start, "Stopped", true, "Running"},
                               {Control::start, "Stopped", false, ""},
                               {Control::restart, "Running", true, "Running"},
                               {Control::stop, "Running", true, "Stopped"},
                               {Control::stop, "Running", false, ""},
                               {Control::remove, "Running", true, ""},
                               {Control::remove, "Running", false, ""}}));
    const bool by_number = GENERATE(false, true); // Error 15 says as little as no answer
    Camera camera;
    camera.apps["hello"] = {"1.0.0", before};
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (!request.path.ends_with("control.cgi")) return std::nullopt;
        if (done) camera.control(request);
        if (by_number) return ok("Error: 15\n");
        return Fault{.kind = FaultKind::closed, .body_sent = true};
    };
    Session session = camera.session();
    FakeTime time;
    CAPTURE(control_name(action), done, by_number);
    if (done) {
        const auto result = control_application(session, action, "hello", time.clock());
        CHECK(result.status == status);
        CHECK_THAT(result.note, contains("answer got lost"));
    } else {
        CHECK_THROWS_AS(control_application(session, action, "hello", time.clock()), Error);
    }
    CHECK(camera.count("control.cgi") == 1);
}

TEST_CASE("the spelling is told beside a lost answer") {
    Camera camera;
    camera.apps["hello"] = {"1.0.0", "Running"};
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (!request.path.ends_with("control.cgi")) return std::nullopt;
        camera.control(request);
        return Fault{.kind = FaultKind::closed, .body_sent = true};
    };
    Session session = camera.session();
    const auto result = control_application(session, Control::stop, "HELLO");
    CHECK_THAT(result.note, contains("spells it 'hello'; the answer got lost"));
}

TEST_CASE("a control request that never left is no lost answer, and is retried") {
    const int retries = GENERATE(0, 1);
    Camera camera;
    camera.apps["hello"] = {"1.0.0", "Stopped"};
    int refusals = 1;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (!request.path.ends_with("control.cgi") || refusals-- == 0) return std::nullopt;
        return Fault{.kind = FaultKind::connect};
    };
    FakeTime time;
    camera.clock = time.clock();
    Session session = camera.session(retries);
    if (retries == 1) {
        CHECK(control_application(session, Control::start, "hello").status == "Running");
    } else {
        CHECK_THROWS_AS(control_application(session, Control::start, "hello"), Error);
        CHECK(camera.apps["hello"].status == "Stopped");
    }
    CHECK(camera.count("control.cgi") == retries + 1);
}
