#include "camera.hpp"
#include "catch.hpp"
#include "unit/advises.hpp"

using namespace acapctl;
using namespace acapctl::device;

TEST_CASE("running must come and last") {
    const DeployOptions options{.start = true, .expect = Expect::running};
    SECTION("it lives") {
        Camera camera;
        const Result result = deploy_to(camera, options);
        CHECK_FALSE(result.failure);
        CHECK(result.report.status == "Running");
    }
    SECTION("it ends at once, and its log is shown") {
        Camera camera;
        camera.log = "2026-01-01T00:00:00Z h [ INFO ] hello[1]: from an earlier life\n";
        camera.on_list = [&] {
            auto& app = camera.apps["hello"];
            if (app.status == "Running" && camera.count("list.cgi") > 5) {
                app.status = "Stopped";
                camera.log += "2026-01-01T00:00:01Z h [ ERR ] hello[2]: no liblarod\n";
            }
        };
        const Result result = deploy_to(camera, options);
        REQUIRE(result.failure);
        CHECK(result.failure->kind == ErrorKind::condition);
        REQUIRE(result.log.size() == 1);
        CHECK_THAT(result.log[0], contains("no liblarod"));
    }
    SECTION("it never comes") {
        Camera camera;
        camera.bend = [](const Request& request) -> std::optional<Answer> {
            if (request.path.ends_with("control.cgi")) return ok("OK");
            return std::nullopt;
        };
        CHECK(deploy_to(camera, options).failure->kind == ErrorKind::condition);
    }
    SECTION("it was running already") {
        Camera camera;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (request.path.ends_with("control.cgi")) camera.apps["hello"].status = "Running";
            return std::nullopt;
        };
        CHECK_FALSE(deploy_to(camera, options).failure);
    }
    SECTION("the answer to the start is lost") {
        Camera camera;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (!request.path.ends_with("control.cgi")) return std::nullopt;
            camera.apps["hello"].status = "Running";
            return Fault{.kind = FaultKind::closed, .body_sent = true};
        };
        CHECK_FALSE(deploy_to(camera, options).failure);
    }
    SECTION("the device cannot start it") {
        Camera camera;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (request.path.ends_with("control.cgi")) return ok("Error: 8");
            return std::nullopt;
        };
        CHECK(deploy_to(camera, options).failure->kind == ErrorKind::refused);
    }
}

TEST_CASE("an application that is restarted again and again is not running") {
    Camera camera;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (request.path.ends_with("control.cgi"))
            camera.system_log =
                "2026-01-01T00:00:01Z h [ NOTICE ] systemd[1]: sdkhello.service: Main "
                "process exited, code=exited, status=3/n/a\n";
        return std::nullopt;
    };
    const Result result = deploy_to(camera, {.start = true, .expect = Expect::running});
    REQUIRE(result.failure);
    CHECK(result.failure->kind == ErrorKind::condition);
    REQUIRE(result.log.size() == 1);
    CHECK_THAT(result.log[0], contains("status=3"));
}

TEST_CASE("an exit must follow a life") {
    const DeployOptions options{.start = true, .expect = Expect::exit};
    Camera camera;
    const auto ends_with = [&](const std::string& line, const std::string& system_line = "") {
        camera.bend = [&camera, line,
                       system_line](const Request& request) -> std::optional<Answer> {
            if (!request.path.ends_with("control.cgi")) return std::nullopt;
            camera.log += line;
            camera.system_log += system_line;
            return ok("OK");
        };
        return deploy_to(camera, options).failure;
    };
    const std::string unit = "2026-01-01T00:00:01Z h [ INFO ] systemd[1]: sdkhello.service: ";
    SECTION("its own line is proof of life") {
        CHECK_FALSE(ends_with("2026-01-01T00:00:01Z h [ INFO ] hello[2]: done\n"));
    }
    SECTION("OK and a line of the system are not") {
        const auto failure =
            ends_with("2026-01-01T00:00:01Z h [ INFO ] acapctl[2]: Started application hello\n");
        REQUIRE(failure);
        CHECK(failure->kind == ErrorKind::condition);
    }
    SECTION("a good end told by systemd is proof, also without a line of its own") {
        CHECK_FALSE(ends_with("", unit + "Deactivated successfully.\n"));
    }
    SECTION("a bad end told by systemd is a failure, whatever it wrote itself") {
        const auto failure = ends_with("2026-01-01T00:00:01Z h [ INFO ] hello[2]: done\n",
                                       unit + "Main process exited, code=exited, status=127/n/a\n");
        REQUIRE(failure);
        CHECK_THAT(failure->message, contains("failed"));
    }
    SECTION("the bad end of another application is not ours") {
        CHECK_FALSE(
            ends_with("2026-01-01T00:00:01Z h [ INFO ] hello[2]: done\n",
                      "2026-01-01T00:00:01Z h [ INFO ] systemd[1]: sdkhello_world.service: Main "
                      "process exited, code=exited, status=1/n/a\n"));
    }
    SECTION("one that goes on is not an exit") {
        const auto failure = deploy_to(camera, options).failure;
        REQUIRE(failure);
        CHECK_THAT(failure->message, contains("still running"));
    }
}

TEST_CASE("a failed start names its likely cause, by a line of the log") {
    Camera camera;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (!request.path.ends_with("control.cgi")) return std::nullopt;
        camera.log += "2026-01-01T00:00:01Z h [ ERR ] hello[2]: ./hello: /lib/libc.so.6: version "
                      "`GLIBC_2.38' not found (required by ./hello)\n";
        camera.system_log = "2026-01-01T00:00:01Z h [ NOTICE ] systemd[1]: sdkhello.service: Main "
                            "process exited, code=exited, status=1/FAILURE\n";
        return ok("OK");
    };
    const Result result = deploy_to(camera, {.start = true, .expect = Expect::running});
    REQUIRE(result.report.cause);
    CHECK(result.report.cause->id == "missing-symbol");
    CHECK(result.failure->kind == ErrorKind::condition);
    CHECK_THAT(result.message(), contains("GLIBC_2.38"));
    CHECK_THAT(result.message(), contains("the device has hello 1.0.0, Stopped"));
    CHECK(advises(result.failure->advice, Advice::see_where_it_runs));
    CHECK(result.report.outcome.text() == "installed");
}

TEST_CASE("a device out of reach for a moment is no end of the application") {
    Camera camera;
    int lost = 0;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        const bool watched = camera.count("action=start") == 1;
        if (watched && request.path.ends_with("list.cgi") && ++lost < 4)
            return Fault{.kind = FaultKind::connect};
        return std::nullopt;
    };
    CHECK_FALSE(deploy_to(camera, {.start = true, .expect = Expect::running}).failure);
}

TEST_CASE("a log that cannot be read fails no deployment, before or after the start") {
    const int readable = GENERATE(0, 2);
    Camera camera;
    int logs = 0;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (!request.path.ends_with("systemlog.cgi") || ++logs <= readable) return std::nullopt;
        return Fault{.kind = FaultKind::closed, .body_sent = true};
    };
    const Result result = deploy_to(camera, {.start = true, .expect = Expect::running});
    CHECK_FALSE(result.failure);
    CHECK(result.report.status == "Running");
    REQUIRE(camera.warnings.size() == 1);
    CHECK_THAT(camera.warnings[0], contains("log cannot be read"));
}
