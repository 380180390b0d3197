#include "device/vapix/policy.hpp"
#include "camera.hpp"
#include "catch.hpp"
#include "unit/advises.hpp"

using namespace acapctl;
using namespace acapctl::device;

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
        CHECK(deploy_to(camera, {.allow_unsigned = true}).failure->kind == ErrorKind::interrupted);
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
        CHECK(deploy_to(camera, {.allow_unsigned = true}).failure->kind == ErrorKind::unreachable);
        CHECK_FALSE(camera.unsigned_allowed);
    }
    SECTION("the device is away for a moment when it is put back") {
        Camera camera;
        camera.unsigned_allowed = false;
        int refused = 0;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (Camera::query(request, "value") == "false" && ++refused < 3)
                return Fault{.kind = FaultKind::connect};
            return std::nullopt;
        };
        CHECK_FALSE(deploy_to(camera, {.allow_unsigned = true}).failure);
        CHECK_FALSE(camera.unsigned_allowed);
    }
    SECTION("uploads are repeated: it is switched once") {
        Camera camera;
        camera.unsigned_allowed = false;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            if (is_upload(request) && camera.count("upload.cgi") < 3) return ok("Error: 12");
            return std::nullopt;
        };
        CHECK_FALSE(deploy_to(camera, {.allow_unsigned = true}).failure);
        CHECK(camera.count("value=true") == 1);
        CHECK_FALSE(camera.unsigned_allowed);
    }
    SECTION("the device is gone: a warning has the command that puts it back") {
        Camera camera;
        camera.unsigned_allowed = false;
        bool gone = false;
        camera.bend = [&](const Request& request) -> std::optional<Answer> {
            gone = gone || is_upload(request);
            if (gone) return Fault{.kind = FaultKind::connect};
            return std::nullopt;
        };
        CHECK(deploy_to(camera, {.allow_unsigned = true}).failure);
        REQUIRE(!camera.warnings.empty());
        CHECK_THAT(camera.warnings.back(), contains("could not be switched off again"));
        CHECK(advises(camera.advice, Advice::forbid_unsigned, {"cam"}));
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
        CHECK_THAT(result.failure->message, contains("may still be on"));
        CHECK(result.report.outcome.text() == "installed");
        CHECK(advises(result.failure->advice, Advice::forbid_unsigned, {"cam"}));
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

TEST_CASE("the setting is asked for only where a version can have it") {
    struct Row {
        const char* setting;
        const char* axis_os;
        bool asked;
    };
    const Row rows[] = {{allow_unsigned, "10.12.262", false}, {allow_unsigned, "11.2", true},
                        {allow_unsigned, "12.11.72", true},   {allow_unsigned, "13.0.1", true},
                        {allow_root, "11.4.63", false},       {allow_root, "11.11.73", true},
                        {allow_root, "12.0.0", false},        {allow_root, "", true},
                        {allow_unsigned, "garbage", true}};
    for (const Row& row : rows) {
        INFO(row.setting << " " << row.axis_os);
        CHECK(may_have_policy(row.setting, row.axis_os, sdk::Catalog::built_in().policies()) ==
              row.asked);
    }
}
