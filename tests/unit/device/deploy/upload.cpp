#include "camera.hpp"
#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

// The upload is answered by `answers`, one after the other; then as usual.
void answer_uploads(Camera& camera, std::vector<std::function<Answer(const Request&)>> answers) {
    camera.bend = [&camera, answers](const Request& request) -> std::optional<Answer> {
        const auto nth = static_cast<std::size_t>(camera.count("upload.cgi"));
        if (!is_upload(request) || nth > answers.size()) return std::nullopt;
        return answers[nth - 1](request);
    };
}

std::function<Answer(const Request&)> says(const std::string& text) {
    return [text](const Request&) { return ok(text); };
}

std::function<Answer(const Request&)> breaks(FaultKind kind, bool body_sent = false) {
    return [=](const Request&) { return Fault{.kind = kind, .body_sent = body_sent}; };
}

// After a part of the package.
std::function<Answer(const Request&)> breaks_midway(FaultKind kind) {
    return [=](const Request& request) {
        request.on_progress(10, 100);
        return Fault{.kind = kind};
    };
}

// Of the very second in which the device answered before the upload.
const std::string installer = "2026-01-01T00:00:00.100Z h [ INFO ] acapctl[2]: ";
const std::string success =
    installer + "Successfully installed application 'hello' on 'internal'\n";

// Goes on with what comes, and the device's log then has these lines more.
std::function<Answer(const Request&)> logging(Camera& camera, const std::string& lines,
                                              const std::function<Answer(const Request&)>& answer) {
    return [&camera, lines, answer](const Request& request) {
        camera.system_log += lines;
        return answer(request);
    };
}

} // namespace

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
        CHECK(result.report.outcome.text() == "installed");
        CHECK(camera.count("upload.cgi") == 1);
    }
    SECTION("never installed, and nothing tells whether it arrived") {
        Camera camera;
        camera.apps["hello"] = {"0.9.0", "Stopped"};
        answer_uploads(camera, {breaks(FaultKind::operation_timeout, true)});
        const Result result = deploy_to(camera, {});
        CHECK(result.failure->kind == ErrorKind::unreachable);
        CHECK(result.code() == "answer-lost");
        CHECK(result.report.outcome.text() == "unknown");
        CHECK(camera.count("upload.cgi") == 1);
        CHECK_THAT(result.message(), contains("the device has hello 0.9.0, Stopped"));
    }
    SECTION("an answer that means nothing is as good as a lost one") {
        Camera camera;
        camera.apps["hello"] = {"0.9.0", "Stopped"};
        answer_uploads(camera, {[&](const Request&) {
                           camera.apps["hello"].version = "1.0.0";
                           return ok("<html>");
                       }});
        CHECK(deploy_to(camera, {}).report.outcome.text() == "upgraded");
    }
    SECTION("the installer's log tells of a failure") {
        Camera camera;
        answer_uploads(camera, {logging(camera, installer + "code 5: Unsupported acap apptype\n",
                                        breaks(FaultKind::stall, true))});
        const Result result = deploy_to(camera, {});
        CHECK(result.code() == "install-failed");
        CHECK(result.report.outcome.text() == "refused:install-failed");
    }
}

TEST_CASE("the lost answer of a reinstallation is told by the lines that the log has more") {
    Camera camera;
    camera.apps["hello"] = {"1.0.0", "Stopped", "", "v", "Hello"};
    camera.system_log = success;
    const auto deploy_once = [&] {
        Result result = deploy_to(camera, {});
        CHECK(camera.count("upload.cgi") == 1);
        return result;
    };
    SECTION("whatever was lost, at the first look") {
        for (const auto& lost :
             {breaks(FaultKind::closed, true), breaks(FaultKind::stall, true), says("Error: 15"),
              says("<html>"), breaks_midway(FaultKind::closed)}) {
            camera.fake.requests.clear();
            answer_uploads(camera, {logging(camera, success, lost)});
            CHECK(deploy_once().report.outcome.text() == "reinstalled");
            CHECK(camera.count("systemlog.cgi") == 2);
        }
    }
    SECTION("after a while") {
        answer_uploads(camera, {breaks(FaultKind::closed, true)});
        camera.on_list = [&, looks = 0]() mutable {
            if (camera.count("upload.cgi") == 1 && ++looks == 10)
                camera.system_log += installer + "Uploaded hello.eap\n";
            if (looks == 40) camera.system_log += success;
        };
        CHECK(deploy_once().report.outcome.text() == "reinstalled");
    }
    SECTION("what was there before proves nothing") {
        answer_uploads(camera, {says("Error: 15")});
        const Result result = deploy_once();
        CHECK(result.code() == "answer-lost");
        CHECK(result.report.outcome.text() == "unknown");
        CHECK_THAT(result.message(), contains("its log has nothing of it"));
    }
    SECTION("it arrived, and the rest is not told") {
        answer_uploads(camera, {logging(camera, installer + "Unsigned package\n",
                                        breaks(FaultKind::closed, true))});
        CHECK_THAT(deploy_once().message(), contains("its log shows that the package arrived"));
    }
    SECTION("the log turned over: it is not sent again, and that is said") {
        answer_uploads(camera, {[&](const Request&) {
                           camera.system_log = "2026-01-01T00:00:05Z h [ INFO ] systemd[1]: up\n";
                           return Fault{.kind = FaultKind::closed, .body_sent = true};
                       }});
        const Result result = deploy_once();
        CHECK(result.code() == "answer-lost");
        CHECK_THAT(result.message(), contains("no longer reaches back"));
    }
    SECTION("the log cannot be read: it is not sent again, and that is said") {
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (is_upload(request)) return Fault{.kind = FaultKind::closed, .body_sent = true};
            if (request.path.ends_with("systemlog.cgi")) return Reply{.status = 404};
            return std::nullopt;
        };
        CHECK_THAT(deploy_once().message(), contains("its log could not be read"));
    }
    SECTION("the list shows what only another package brings") {
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (request.path.ends_with("systemlog.cgi")) return Reply{.status = 404};
            if (!is_upload(request)) return std::nullopt;
            camera.apps["hello"].nice_name = "Hello again";
            return Fault{.kind = FaultKind::closed, .body_sent = true};
        };
        CHECK(deploy_once().report.outcome.text() == "reinstalled");
    }
    SECTION("another status proves nothing: the device may have been restarted") {
        camera.apps["hello"].status = "Running";
        answer_uploads(camera, {[&](const Request&) {
                           camera.apps["hello"].status = "Stopped";
                           return ok("Error: 15");
                       }});
        CHECK(deploy_once().code() == "answer-lost");
    }
}

TEST_CASE(
    "a reinstallation of which the log has no trace is sent again, once it has had its time") {
    Camera camera;
    camera.apps["hello"] = {"1.0.0", "Stopped"};
    camera.system_log = success;
    answer_uploads(camera, {breaks(FaultKind::closed, true)});
    CHECK(deploy_to(camera, {}).report.outcome.text() == "reinstalled");
    CHECK(camera.count("upload.cgi") == 2);
}

TEST_CASE("an upload that the device clearly did not get is repeated") {
    Camera camera;
    camera.apps["hello"] = {"0.9.0", "Stopped"};
    SECTION("busy") {
        answer_uploads(camera, {says("Error: 12"), says("Error: 12")});
        CHECK(deploy_to(camera, {}).report.outcome.text() == "upgraded");
        CHECK(camera.count("upload.cgi") == 3);
        REQUIRE(camera.warnings.size() == 2);
        CHECK_THAT(camera.warnings[0], contains("trying again in 1 s"));
        CHECK_THAT(camera.warnings[1], contains("trying again in 2 s"));
    }
    SECTION("not reached") {
        answer_uploads(camera, {breaks(FaultKind::connect), breaks(FaultKind::closed)});
        CHECK(deploy_to(camera, {}).report.outcome.text() == "upgraded");
        CHECK(camera.count("upload.cgi") == 3);
    }
    SECTION("cut in the middle, and the device shows the old version") {
        answer_uploads(camera, {breaks_midway(FaultKind::closed)});
        CHECK(deploy_to(camera, {}).report.outcome.text() == "upgraded");
        CHECK(camera.count("upload.cgi") == 2);
    }
    SECTION("cut as it seemed, but it was installed: it is not sent again") {
        answer_uploads(camera, {[&](const Request& request) {
                           camera.apps["hello"].version = "1.0.0";
                           return breaks_midway(FaultKind::closed)(request);
                       }});
        CHECK(deploy_to(camera, {}).report.outcome.text() == "upgraded");
        CHECK(camera.count("upload.cgi") == 1);
    }
    SECTION("it left whole, but the device's log has no trace of it") {
        answer_uploads(camera, {breaks(FaultKind::closed, true)});
        CHECK(deploy_to(camera, {}).report.outcome.text() == "upgraded");
        CHECK(camera.count("upload.cgi") == 2);
    }
    SECTION("it left whole and arrived: it is not sent again") {
        answer_uploads(camera, {logging(camera, installer + "Uploaded hello.eap\n",
                                        breaks(FaultKind::closed, true))});
        CHECK(deploy_to(camera, {}).code() == "answer-lost");
        CHECK(camera.count("upload.cgi") == 1);
    }
}

TEST_CASE("repetition has bounds, and the failure says what the device has") {
    Camera camera;
    camera.apps["hello"] = {"0.9.0", "Running"};
    const auto always = [&](const std::function<Answer(const Request&)>& answer) {
        answer_uploads(camera, std::vector(100, answer));
    };
    SECTION("patience") {
        always(says("Error: 12"));
        const Result result = deploy_to(camera, {.patience = std::chrono::seconds(5)});
        CHECK(result.code() == "upload-ongoing");
        CHECK(result.report.outcome.text() == "refused:upload-ongoing");
        CHECK(camera.count("upload.cgi") == 3);
        CHECK_THAT(result.message(), contains("the device has hello 0.9.0, Running"));
    }
    SECTION("a number") {
        always(breaks(FaultKind::connect));
        const Result result = deploy_to(camera, {.repeats = 1});
        CHECK(result.code() == "no-connection");
        CHECK(result.report.outcome.text() == "untouched");
        CHECK(camera.count("upload.cgi") == 2);
    }
    SECTION("a connection that breaks on the way each time") {
        always(breaks_midway(FaultKind::closed));
        CHECK(deploy_to(camera, {}).code() == "connection-closed");
        CHECK(camera.count("upload.cgi") == 3);
    }
    SECTION("none at all, if that is said") {
        always(breaks(FaultKind::connect));
        CHECK(deploy_to(camera, {.repeats = 0}).code() == "no-connection");
        CHECK(camera.count("upload.cgi") == 1);
    }
    SECTION("the time that the caller gave for one operation is not given twice") {
        always(breaks_midway(FaultKind::operation_timeout));
        CHECK(deploy_to(camera, {}).code() == "timeout");
        CHECK(camera.count("upload.cgi") == 1);
    }
    SECTION("the device is gone for good") {
        bool gone = false;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            gone = gone || is_upload(request);
            if (gone) return Fault{.kind = FaultKind::connect};
            return std::nullopt;
        };
        const Result result = deploy_to(camera, {});
        CHECK(result.failure->kind == ErrorKind::unreachable);
        CHECK_THAT(result.message(), contains("could not be asked"));
        CHECK(result.report.version.empty());
    }
    SECTION("Ctrl-C: the device is asked once more") {
        answer_uploads(camera, {[&](const Request&) {
                           camera.stop.request_stop();
                           return Fault{.kind = FaultKind::interrupted};
                       }});
        const Result result = deploy_to(camera, {});
        CHECK(result.failure->kind == ErrorKind::interrupted);
        CHECK(result.report.outcome.text() == "untouched");
        CHECK_THAT(result.message(), contains("the device has hello 0.9.0, Running"));
    }
    CHECK(camera.apps["hello"].version == "0.9.0");
    CHECK(camera.count("action=remove") == 0);
}

TEST_CASE("after OK a device that is restarting is waited for") {
    Camera camera;
    int refused = 0;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (request.path.ends_with("list.cgi") && camera.count("upload.cgi") == 1 && ++refused < 5)
            return Fault{.kind = FaultKind::connect};
        return std::nullopt;
    };
    CHECK(deploy_to(camera, {}).report.outcome.text() == "installed");
}

TEST_CASE("a list that means nothing after OK leaves the outcome unknown, and is asked again") {
    Camera camera;
    int garbled = 3;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (request.path.ends_with("list.cgi") && camera.count("upload.cgi") == 1 && garbled-- > 0)
            return ok("<html>starting");
        return std::nullopt;
    };
    SECTION("for a while") {
        CHECK(deploy_to(camera, {}).report.outcome.text() == "installed");
    }
    SECTION("for ever") {
        garbled = 1'000'000;
        const Result result = deploy_to(camera, {});
        CHECK(result.failure->kind == ErrorKind::refused);
        CHECK(result.report.outcome.text() == "unknown");
        CHECK_THAT(result.message(), contains("could not be asked"));
    }
}
