#include "device/vapix/wait.hpp"

#include "camera.hpp"
#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

Answer ready(const std::string& word) {
    return ok(R"({"apiVersion":"1.4","data":{"systemready":")" + word +
              R"(","needsetup":"no","uptime":"12","bootid":"b"}})");
}

// The failure of a wait, or none; `camera.bend` tells what the device answers.
std::optional<Failure> wait(Camera& camera, const WaitOptions& options, WaitReport& report) {
    FakeTime time;
    Session session = camera.session();
    try {
        wait_for(session, options, report, time.clock());
    } catch (const Error& error) {
        return error.failure();
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("waiting for a device outlasts its restart") {
    std::vector<Answer> answers{Fault{.kind = FaultKind::stall},
                                Fault{.kind = FaultKind::connect},
                                Reply{.status = 503},
                                ok("<html>starting</html>"),
                                ready("no"),
                                ready("yes")};
    Camera camera;
    std::size_t next = 0;
    camera.bend = [&](const Request&) { return std::optional(answers.at(next++)); };
    std::vector<std::string> reasons;
    WaitReport report;
    CHECK_FALSE(wait(camera,
                     {.on_wait = [&](const std::string& reason) { reasons.push_back(reason); }},
                     report));
    CHECK(next == answers.size());
    CHECK(reasons.size() == 5);
    REQUIRE(report.system);
    CHECK(report.system->boot_id == "b");
    CHECK(report.system->uptime == 12);
}

TEST_CASE("a device that does not get ready is exit 12, with the last reason") {
    Camera camera;
    camera.bend = [](const Request&) { return std::optional(Answer(Fault{FaultKind::connect})); };
    WaitReport report;
    const auto failure = wait(camera, {.wait = std::chrono::seconds(30)}, report);
    REQUIRE(failure);
    CHECK(failure->kind == ErrorKind::condition);
    CHECK(failure->code == "not-ready");
    CHECK(failure->message.find("cannot connect") != std::string::npos);
    CHECK(report.waited >= std::chrono::seconds(30));
}

TEST_CASE("what waiting does not mend ends it at once") {
    for (const Answer& answer :
         {Answer(Reply{.status = 403}), Answer(Fault{.kind = FaultKind::untrusted})}) {
        Camera camera;
        camera.bend = [&](const Request&) { return std::optional(answer); };
        WaitReport report;
        CHECK(wait(camera, {}, report));
        CHECK(camera.fake.requests.size() == 1);
    }
}

TEST_CASE("a device without systemready.cgi is ready when it lists its applications") {
    Camera camera;
    WaitReport report;
    CHECK_FALSE(wait(camera, {}, report));
    CHECK_FALSE(report.system);
    CHECK(camera.count("list.cgi") == 1);
}

TEST_CASE("an application is waited for by its status") {
    Camera camera;
    int looks = 0;
    camera.on_list = [&] {
        if (++looks == 2) camera.apps["Hello"] = {"1.0.0", "Stopped"};
        if (looks == 3) camera.apps["Hello"] = {"1.0.0", "Running"};
    };
    WaitReport report;
    CHECK_FALSE(wait(camera, {.condition = Condition::running, .app = "hello"}, report));
    CHECK(looks == 3);
    CHECK(report.application == "Hello");
    CHECK(report.status == "Running");
    const auto failure = wait(
        camera, {.condition = Condition::stopped, .app = "hello", .wait = std::chrono::seconds(3)},
        report);
    REQUIRE(failure);
    CHECK(failure->code == "not-stopped");
    const auto there = wait(
        camera, {.condition = Condition::removed, .app = "hello", .wait = std::chrono::seconds(3)},
        report);
    REQUIRE(there);
    CHECK(there->code == "not-removed");
    CHECK(there->message.find("it is installed, its status is Running") != std::string::npos);
    camera.on_list = [&] { camera.apps.clear(); };
    CHECK_FALSE(wait(camera, {.condition = Condition::removed, .app = "hello"}, report));
    CHECK(report.application.empty());
    CHECK(wait(camera,
               {.condition = Condition::stopped, .app = "gone", .wait = std::chrono::seconds(3)},
               report));
}
