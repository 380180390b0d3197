#include "camera.hpp"
#include "catch.hpp"
#include "unit/advises.hpp"

using namespace acapctl;
using namespace acapctl::device;

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
        const Result result =
            deploy_to(camera, {.permitted = {.downgrade = true}}, hello(row.version));
        CHECK_FALSE(result.failure);
        CHECK(result.report.outcome.text() == row.outcome);
        CHECK(camera.count("action=remove") == 0);
        CHECK(camera.count("upload.cgi") == 1);
    }
}

TEST_CASE("an unsigned package is refused before the upload, with the way out") {
    Camera camera;
    camera.unsigned_allowed = false;
    const Result result = deploy_to(camera, {});
    REQUIRE(result.failure);
    CHECK(result.failure->kind == ErrorKind::incompatible);
    CHECK(advises(result.failure->advice, Advice::allow_unsigned));
    CHECK(camera.count("upload.cgi") == 0);
    Candidate is_signed = hello();
    is_signed.package.trailing_bytes = 512;
    CHECK(deploy_to(camera, {}, is_signed).failure->kind == ErrorKind::refused);
    CHECK(camera.count("config.cgi") == 1);
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
        CHECK(result.failure->kind == ErrorKind::refused);
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
    CHECK(deploy_to(camera, {}).failure->kind == ErrorKind::incompatible);
    CHECK(camera.count("upload.cgi") == 0);
}

TEST_CASE("a refusal of the installer is explained by its own lines") {
    Camera camera;
    camera.apps["hello"] = {"0.9.0", "Running"};
    camera.system_log = "2026-01-01T00:00:00Z h [ ERR ] acapctl[2]: code 3: of an upload before\n";
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (!is_upload(request)) return std::nullopt;
        camera.system_log +=
            "2026-01-01T00:00:00Z h [ ERR ] acapctl[2]: code 10: no package.conf\n";
        return ok("Error: 10");
    };
    const Result result = deploy_to(camera, {});
    CHECK(result.report.outcome.text() == "refused:unspecified");
    REQUIRE(result.log.size() == 1);
    CHECK_THAT(result.log[0], contains("no package.conf"));
    CHECK_THAT(result.message(), contains("the device has hello 0.9.0, Running"));
}

TEST_CASE("the version of embedded development is asked for only beside a refusal") {
    Camera camera;
    Candidate package = hello();
    package.package.conf["REQEMBDEVVERSION"] = "3.0";
    CHECK_FALSE(deploy_to(camera, {}, package).failure);
    CHECK(camera.count("param.cgi") == 0);
    camera.bend = [](const Request& request) -> std::optional<Answer> {
        if (is_upload(request)) return ok("Error: 5");
        if (request.path.ends_with("param.cgi"))
            return ok("root.Properties.EmbeddedDevelopment.Version=2.18\n");
        return std::nullopt;
    };
    const Result result = deploy_to(camera, {}, package);
    REQUIRE(!result.report.checks.empty());
    CHECK(result.report.checks.back().id == "embedded-sdk");
    CHECK(result.report.checks.back().result == CheckResult::hint);
}

TEST_CASE("what only the tables forbid can be forced") {
    Camera camera;
    camera.axis_os = "11.11.73";
    Candidate package = hello();
    package.compatibility.requirements = {{.kind = sdk::RequirementKind::schema,
                                           .what = "manifest schema 1.8.0",
                                           .because = "manifest.json",
                                           .allows = {{.min = sdk::AxisOs::parse("12.6")}},
                                           .proven = {{.min = sdk::AxisOs::parse("12.6")}}}};
    const Result refused = deploy_to(camera, {}, package);
    CHECK(refused.failure->kind == ErrorKind::incompatible);
    CHECK(refused.report.outcome.text() == "refused:axis-os");
    CHECK(camera.count("upload.cgi") == 0);
    CHECK(deploy_to(camera, {.force = true}, package).report.outcome.text() == "installed");
    CHECK_THAT(camera.warnings.front(), contains("passed over"));
}

TEST_CASE("what can rarely be undone is refused before the upload, unless it is permitted") {
    struct Row {
        const char* what;
        Camera::App installed;
        const char* code;
        Advice::Kind advice;
        Permitted permitted;
        const char* outcome;
    };
    const Row rows[] = {{"newer",
                         {"1.0.1", "Running"},
                         "downgrade",
                         Advice::allow_downgrade,
                         {.downgrade = true},
                         "downgraded"},
                        {"another vendor's",
                         {"0.9", "Running", "", "Other AB"},
                         "other-vendor",
                         Advice::allow_other_vendor,
                         {.other_vendor = true},
                         "upgraded"},
                        {"bundled",
                         {"0.9", "Running", "", "Us", "", "Yes"},
                         "replaces-bundled",
                         Advice::allow_bundled,
                         {.bundled = true},
                         "upgraded"}};
    for (const Row& row : rows) {
        INFO(row.what);
        Candidate package = hello();
        package.package.vendor = "Us";
        const auto deploy_with = [&](const DeployOptions& options) {
            Camera camera;
            camera.apps["hello"] = row.installed;
            Result result = deploy_to(camera, options, package);
            CHECK(camera.count("upload.cgi") == (result.failure || options.only_check ? 0 : 1));
            return result;
        };
        for (const bool dry : {false, true}) {
            const Result refused = deploy_with({.only_check = dry});
            REQUIRE(refused.failure);
            CHECK(refused.failure->kind == ErrorKind::incompatible);
            CHECK(refused.code() == row.code);
            CHECK(refused.report.outcome.text() == std::string("refused:") + row.code);
            REQUIRE(refused.failure->advice.size() == 1); // --force is too much for this
            CHECK(refused.failure->advice[0].kind == row.advice);
        }
        CHECK(deploy_with({.permitted = row.permitted}).report.outcome.text() == row.outcome);
        CHECK(deploy_with({.permitted = row.permitted, .only_check = true}).report.outcome.text() ==
              std::string("would-be-") + row.outcome);
        CHECK(deploy_with({.force = true}).report.outcome.text() == row.outcome);
    }
}

TEST_CASE("a dry run says what would happen and changes nothing") {
    Camera camera;
    camera.apps["hello"] = {"0.9.0", "Running"};
    camera.unsigned_allowed = false;
    const Result result =
        deploy_to(camera, {.start = true, .allow_unsigned = true, .only_check = true});
    CHECK_FALSE(result.failure);
    CHECK(result.report.outcome.text() == "would-be-upgraded");
    CHECK(result.report.version == "0.9.0");
    for (const char* part : {"upload.cgi", "action=set", "control.cgi"})
        CHECK(camera.count(part) == 0);
    CHECK(deploy_to(camera, {.only_check = true}).failure->kind == ErrorKind::incompatible);
}

TEST_CASE("of packages for one architecture the one against which nothing speaks is taken") {
    Camera camera;
    camera.axis_os = "11.11.73";
    Candidate newer = hello("2.0.0");
    newer.package.file = "hello_2.eap";
    newer.compatibility.requirements = {{.kind = sdk::RequirementKind::declared,
                                         .what = "AXIS OS 12",
                                         .because = "manifest.json",
                                         .allows = {{.min = sdk::AxisOs::parse("12")}}}};
    const Result result = on(camera, [&](Session& session, const DeployObserver& observer,
                                         DeployReport& report, const Clock& clock) {
        deploy(session, {newer, hello()}, sdk::Knowledge::built_in(), {}, observer, report, clock);
    });
    CHECK_FALSE(result.failure);
    CHECK(result.report.package == "hello.eap");
}

TEST_CASE("a deployment of an unsigned package asks few things, each once") {
    Camera camera;
    CHECK_FALSE(deploy_to(camera, {}).failure);
    // The log: what it has before the upload, without which a lost answer could not be resolved.
    for (const char* once : {"basicdeviceinfo.cgi", "config.cgi", "systemlog.cgi", "upload.cgi"})
        CHECK(camera.count(once) == 1);
    for (const char* never : {"param.cgi", "control.cgi"}) CHECK(camera.count(never) == 0);
}
