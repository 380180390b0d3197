#include "device/deploy.hpp"

#include "catch.hpp"
#include "device/applications.hpp"
#include "device/policy.hpp"
#include "fake_transport.hpp"

#include <map>

#include <fmt/format.h>

using namespace acapctl;
using namespace acapctl::device;

namespace {

// A small device: applications, a policy, a log. Tests bend single answers.
struct Camera {
    struct App {
        std::string version;
        std::string status;
    };
    std::map<std::string, App> apps{};
    bool unsigned_allowed = true;
    std::string log{};
    std::string system_log{}; // without the application's own lines
    FakeDevice fake{};
    std::function<std::optional<Answer>(const Request&)> bend{};
    std::function<void()> on_list{}; // life goes on between two looks
    std::string uploaded_version = "1.0.0";
    std::string uploaded_name = "hello";
    std::vector<std::string> warnings{};
    std::stop_source stop{};

    Camera() {
        fake.answer = [this](const Request& request) {
            if (bend)
                if (auto answer = bend(request)) return *answer;
            return answer(request);
        };
    }
    static std::string query(const Request& request, const std::string& name) {
        for (const auto& [key, value] : request.query)
            if (key == name) return value;
        return "";
    }
    Answer answer(const Request& request) {
        if (request.path.ends_with("list.cgi")) return list();
        if (request.path.ends_with("config.cgi")) {
            if (query(request, "action") == "set")
                unsigned_allowed = query(request, "value") == "true";
            return ok(fmt::format(
                R"(<reply result="ok"><param name="AllowUnsigned" value="{}"/></reply>)",
                unsigned_allowed));
        }
        if (request.path.ends_with("upload.cgi")) return upload();
        if (request.path.ends_with("control.cgi")) return control(request);
        if (request.path.ends_with("systemlog.cgi") && query(request, "appname").empty())
            return ok("\n----- System log -----\n\n\n" + system_log);
        if (request.path.ends_with("systemlog.cgi"))
            return ok("\n----- Contents of SYSTEM_LOG for 'hello' -----\n\n\n" + log);
        return Reply{.status = 404};
    }
    Answer list() {
        if (on_list) on_list();
        std::string xml = "<reply result=\"ok\">";
        for (const auto& [name, app] : apps)
            xml += fmt::format(R"(<application Name="{}" Version="{}" Status="{}"/>)", name,
                               app.version, app.status);
        return ok(xml + "</reply>");
    }
    Answer upload() {
        if (!unsigned_allowed) return ok("Error: 2\n");
        apps[uploaded_name] = {uploaded_version, "Stopped"};
        return ok("OK\n");
    }
    Answer control(const Request& request) {
        const auto app = apps.find(query(request, "package"));
        const std::string action = query(request, "action");
        if (app == apps.end()) return ok("Error: 4\n");
        const bool running = app->second.status == "Running";
        if (action == "start" && running) return ok("Error: 6\n");
        if (action == "stop" && !running) return ok("Error: 7\n");
        if (action == "remove")
            apps.erase(app);
        else
            app->second.status = action == "stop" ? "Stopped" : "Running";
        return ok("OK\n");
    }
    Session session() {
        return {{.name = "cam", .host = "cam"},
                std::make_unique<FakeTransport>(fake),
                {.warn = [this](const std::string& text) { warnings.push_back(text); }},
                stop.get_token()};
    }
    int count(const std::string& part) const {
        int found = 0;
        for (const std::string& request : fake.requests)
            found += request.find(part) != std::string::npos ? 1 : 0;
        return found;
    }
};

Package hello(const std::string& version = "1.0.0") {
    return {
        .file = "hello.eap", .app_name = "hello", .version = version, .architecture = "aarch64"};
}

// Time that passes only while something sleeps.
struct FakeTime {
    Clock::Time now = std::chrono::steady_clock::now();
    Clock clock() {
        Clock result;
        result.now = [this] { return now; };
        result.sleep = [this](const std::stop_token& stop, std::chrono::milliseconds duration) {
            now += duration;
            check(stop);
        };
        return result;
    }
};

struct Result {
    DeployReport report{};
    std::optional<Failure> failure{};
    std::vector<std::string> log{};
};

Result deploy_to(Camera& camera, const DeployOptions& options, const Package& package = hello()) {
    Result result;
    FakeTime time;
    DeployObserver observer;
    observer.on_log = [&](const std::vector<std::string>& lines) { result.log = lines; };
    try {
        Session session = camera.session();
        deploy(session, package, options, observer, result.report, time.clock());
    } catch (const Error& error) {
        result.failure = error.failure();
    }
    return result;
}

bool is_upload(const Request& request) {
    return request.path.ends_with("upload.cgi");
}

} // namespace

TEST_CASE("a first installation, an upgrade and a repetition are told apart") {
    struct Row {
        const char* before;
        const char* version;
        const char* outcome;
    };
    const Row rows[] = {{"", "1.0.0", "installed"},
                        {"0.9.9", "1.0.0", "upgraded"},
                        {"2.0.0", "1.0.0", "downgraded"},
                        {"1.0.0", "1.0.0", "reinstalled"}};
    for (const Row& row : rows) {
        Camera camera;
        if (*row.before != '\0') camera.apps["hello"] = {row.before, "Stopped"};
        const Result result = deploy_to(camera, {}, hello(row.version));
        CHECK_FALSE(result.failure);
        CHECK(result.report.outcome == row.outcome);
        CHECK(camera.count("action=remove") == 0);
        CHECK(camera.count("upload.cgi") == 1);
    }
}

TEST_CASE("an unsigned package is refused before the upload, with the way out") {
    Camera camera;
    camera.unsigned_allowed = false;
    const Result result = deploy_to(camera, {});
    REQUIRE(result.failure);
    CHECK(result.failure->exit == ExitCode::incompatible);
    CHECK_THAT(result.failure->hint, contains("--allow-unsigned"));
    CHECK(camera.count("upload.cgi") == 0);
    Package is_signed = hello();
    is_signed.trailing_bytes = 512;
    CHECK(deploy_to(camera, {}, is_signed).failure->exit == ExitCode::refused);
    CHECK(camera.count("config.cgi") == 1);
}

TEST_CASE("--allow-unsigned puts the policy back, whatever happens between") {
    SECTION("success") {
        Camera camera;
        camera.unsigned_allowed = false;
        const Result result = deploy_to(camera, {.allow_unsigned = true});
        CHECK_FALSE(result.failure);
        CHECK(result.report.policy_switched);
        CHECK_FALSE(camera.unsigned_allowed);
    }
    SECTION("it was on before: it stays on") {
        Camera camera;
        CHECK_FALSE(deploy_to(camera, {.allow_unsigned = true}).report.policy_switched);
        CHECK(camera.unsigned_allowed);
    }
    SECTION("the device refuses the package") {
        Camera camera;
        camera.unsigned_allowed = false;
        camera.bend = [](const Request& request) -> std::optional<Answer> {
            if (is_upload(request)) return ok("Error: 5\n");
            return std::nullopt;
        };
        CHECK(deploy_to(camera, {.allow_unsigned = true}).failure->code == "not-compatible");
        CHECK_FALSE(camera.unsigned_allowed);
    }
    SECTION("Ctrl-C during the upload") {
        Camera camera;
        camera.unsigned_allowed = false;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (!is_upload(request)) return std::nullopt;
            camera.stop.request_stop();
            return Fault{.kind = FaultKind::interrupted};
        };
        CHECK(deploy_to(camera, {.allow_unsigned = true}).failure->exit == ExitCode::interrupted);
        CHECK_FALSE(camera.unsigned_allowed);
    }
    SECTION("the answer to switching it on is lost") {
        Camera camera;
        camera.unsigned_allowed = false;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (Camera::query(request, "value") != "true") return std::nullopt;
            camera.unsigned_allowed = true;
            return Fault{.kind = FaultKind::closed, .body_sent = true};
        };
        CHECK(deploy_to(camera, {.allow_unsigned = true}).failure->exit == ExitCode::unreachable);
        CHECK_FALSE(camera.unsigned_allowed);
    }
    SECTION("it cannot be put back: that is said") {
        Camera camera;
        camera.unsigned_allowed = false;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (Camera::query(request, "value") == "false") return ok("<reply result=\"error\"/>");
            return std::nullopt;
        };
        const Result result = deploy_to(camera, {.allow_unsigned = true});
        REQUIRE(result.failure);
        CHECK_THAT(result.failure->message, contains("still on"));
        CHECK_THAT(result.failure->hint, contains("policy set allow-unsigned false"));
    }
}

TEST_CASE("a device without the policy is not asked twice") {
    Camera camera;
    camera.bend = [](const Request& request) -> std::optional<Answer> {
        if (request.path.ends_with("config.cgi")) return Reply{.status = 400};
        return std::nullopt;
    };
    CHECK_FALSE(deploy_to(camera, {.allow_unsigned = true}).failure);
}

TEST_CASE("every upload error is a refusal with its meaning") {
    for (const auto& [text, code] :
         {std::pair{"Error:2", "signature-required"}, std::pair{"Error: 3", "no-space"},
          std::pair{"Error: 29\n", "invalid-manifest"}, std::pair{"Error: 99", "vapix-error"},
          std::pair{"<html>", "unexpected-reply"}}) {
        Camera camera;
        camera.bend = [&,
                       body = std::string(text)](const Request& request) -> std::optional<Answer> {
            if (is_upload(request)) return ok(body);
            return std::nullopt;
        };
        const Result result = deploy_to(camera, {});
        REQUIRE(result.failure);
        CHECK(result.failure->exit == ExitCode::refused);
        CHECK(result.failure->code == code);
    }
}

TEST_CASE("OK without the expected version is not believed") {
    Camera camera;
    camera.uploaded_version = "0.9.0";
    CHECK(deploy_to(camera, {}).failure->code == "not-verified");
    Camera empty;
    empty.bend = [](const Request& request) -> std::optional<Answer> {
        if (is_upload(request)) return ok("OK");
        return std::nullopt;
    };
    CHECK(deploy_to(empty, {}).failure->code == "not-verified");
}

TEST_CASE("a version or name that the device spells its own way is accepted and told") {
    Camera camera;
    camera.uploaded_version = "1.0.0";
    Result result = deploy_to(camera, {}, hello("1.0.0-alpha"));
    CHECK_FALSE(result.failure);
    CHECK(camera.warnings.size() == 1);
    Camera renamed;
    renamed.uploaded_name = "hello_app";
    result = deploy_to(renamed, {});
    CHECK_FALSE(result.failure);
    CHECK(result.report.application == "hello_app");
    CHECK(renamed.warnings.size() == 1);
}

TEST_CASE("an application with other letter case is refused before the upload") {
    Camera camera;
    camera.apps["Hello"] = {"1.0.0", "Stopped"};
    CHECK(deploy_to(camera, {}).failure->exit == ExitCode::incompatible);
    CHECK(camera.count("upload.cgi") == 0);
}

TEST_CASE("a lost answer is resolved by what the device shows") {
    SECTION("installed after a while") {
        Camera camera;
        int looks = 0;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (is_upload(request)) return Fault{.kind = FaultKind::closed, .body_sent = true};
            if (request.path.ends_with("list.cgi") && camera.count("upload.cgi") == 1 &&
                ++looks <= 2)
                return Fault{.kind = FaultKind::connect};
            if (looks == 4) camera.apps["hello"] = {"1.0.0", "Stopped"};
            return std::nullopt;
        };
        const Result result = deploy_to(camera, {});
        CHECK_FALSE(result.failure);
        CHECK(result.report.outcome == "installed");
        CHECK(camera.count("upload.cgi") == 1);
    }
    SECTION("never installed") {
        Camera camera;
        camera.apps["hello"] = {"0.9.0", "Stopped"};
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (is_upload(request)) return Fault{.kind = FaultKind::closed, .body_sent = true};
            return std::nullopt;
        };
        const Result result = deploy_to(camera, {});
        CHECK(result.failure->exit == ExitCode::unreachable);
        CHECK(result.failure->code == "answer-lost");
    }
    SECTION("the same version was there before: nothing can be told") {
        Camera camera;
        camera.apps["hello"] = {"1.0.0", "Stopped"};
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (is_upload(request)) return ok("Error: 15");
            return std::nullopt;
        };
        CHECK(deploy_to(camera, {}).failure->code == "answer-lost");
    }
    SECTION("the connection broke before the body had left: no answer is expected") {
        Camera camera;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (is_upload(request)) return Fault{.kind = FaultKind::closed};
            return std::nullopt;
        };
        CHECK(deploy_to(camera, {}).failure->code == "connection-closed");
    }
}

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
        CHECK(result.failure->exit == ExitCode::condition);
        REQUIRE(result.log.size() == 1);
        CHECK_THAT(result.log[0], contains("no liblarod"));
    }
    SECTION("it never comes") {
        Camera camera;
        camera.bend = [](const Request& request) -> std::optional<Answer> {
            if (request.path.ends_with("control.cgi")) return ok("OK");
            return std::nullopt;
        };
        CHECK(deploy_to(camera, options).failure->exit == ExitCode::condition);
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
        CHECK(deploy_to(camera, options).failure->exit == ExitCode::refused);
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
    CHECK(result.failure->exit == ExitCode::condition);
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
        CHECK(failure->exit == ExitCode::condition);
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
