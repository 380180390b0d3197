#include "builder/plan/plan_sdk.hpp"
#include "acapctl/error.hpp"
#include "plan_fixture.hpp"
#include "unit/advises.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::builder;

TEST_CASE("the image that a plain Dockerfile names is the one that is used") {
    const auto with = [](const std::string& from) {
        PlanFixture f;
        f.project.dockerfile =
            parse_dockerfile("ARG ARCH=\nARG VERSION\nFROM " + from +
                             "\nCOPY app /opt/app\nWORKDIR /opt/app\n" + build_app);
        return f;
    };
    // A mirror, an SDK newer than the catalog, an argument without a default, no SDK at all.
    CHECK(with("mirror:5000/x/sdk:12.4.0-${ARCH}-ubuntu24.04").build<ContainerBuild>().image ==
          "mirror:5000/x/sdk:12.4.0-aarch64-ubuntu24.04");
    const Plan newer = with("axisecp/acap-native-sdk:99.1.0-${ARCH}-ubuntu40.04").plan();
    CHECK(std::get<ContainerBuild>(newer.build).image ==
          "axisecp/acap-native-sdk:99.1.0-aarch64-ubuntu40.04");
    CHECK(newer.sdk.version == "99.1.0");
    CHECK(newer.system == BuildSystem::make);
    CHECK(with("a/b:${VERSION}-${ARCH}-ubuntu24.04").plan().sdk.version ==
          sdk::Catalog::built_in().newest_stable().version);
    CHECK(with("example.com/base:1").plan().dockerfile() != nullptr);
    CHECK(with("example.com/base:1").plan().sdk.version.empty());
    PlanFixture pinned(build_app);
    pinned.project.dockerfile =
        parse_dockerfile("FROM a/b:12.0.0-armv7hf-ubuntu24.04\nCOPY app /opt/app\n" + build_app);
    CHECK(pinned.plan().system == BuildSystem::make);
    CHECK(pinned.plan().architecture == "armv7hf");
    PlanFixture mirrored = with("mirror/sdk:12.4.0-${ARCH}-ubuntu24.04");
    mirrored.request.engine.sdk_version = "12.0.0";
    CHECK(mirrored.build<ContainerBuild>().image == "mirror/sdk:12.0.0-aarch64-ubuntu24.04");
}

TEST_CASE("an SDK that cannot be chosen is told") {
    PlanFixture f;
    f.project.dockerfile = parse_dockerfile("FROM x/sdk:12.0.0-armv7hf-ubuntu24.04\n" + apt);
    CHECK(f.plan().architecture == "armv7hf"); // the only one it builds for
    CHECK(f.plan().sdk.version == "12.0.0");
    f.request.engine.sdk_version = "12.4.0";
    f.around.sdk_repository = "a/b";
    CHECK(f.plan().warnings.size() == 2);
    f.request.architectures = {"aarch64"};
    CHECK(has(f.refusal(), "armv7hf only"));
}

TEST_CASE("the SDK is the one asked for, else the project's, else the newest for the device") {
    PlanFixture f;
    CHECK(f.plan().sdk.why.empty());
    f.request.chip = "s5l";
    CHECK(f.plan().sdk.version == "1.15.4");
    CHECK(has(f.plan().sdk.why, "S5L left the active track"));
    f.request.engine.device_axis_os = "11.11.73";
    CHECK(f.plan().sdk.version == "1.15");
    CHECK(has(f.plan().sdk.why, "run on AXIS OS 11.11.73"));
    CHECK(f.plan().warnings.empty());
    f.project.dockerfile =
        parse_dockerfile("FROM a/b:1.14-aarch64-ubuntu22.04\nCOPY app /opt/app\n"
                         "RUN . /opt/axis/acapsdk/environment-setup* && acap-build .\n");
    CHECK(f.plan().sdk.version == "1.14");
    CHECK(f.plan().sdk.why.empty());
    f.project.settings.build.axis_os = "11.9";
    CHECK(f.plan().sdk.version == "1.13");
    CHECK(has(f.plan().sdk.why, "run on AXIS OS 11.9"));
    f.project.settings.build.sdk = "1.12";
    CHECK(f.plan().sdk.version == "1.12");
    f.request.engine.axis_os = "11.6";
    CHECK(f.plan().sdk.version == "1.10");
    f.request.engine.sdk_version = "1.9";
    CHECK(f.plan().sdk.version == "1.9");
    CHECK(f.plan().warnings.empty());
    f.request.engine.sdk_version = "1.15.4";
    CHECK(has(f.plan().warnings.at(0).text, "the device has AXIS OS 11.11.73"));
    CHECK(advises(f.plan().warnings[0].advice, Advice::choose_axis_os, {"11.11.73"}));
    f.request.chip = "artpec7";
    f.request.engine.sdk_version = "12.2";
    CHECK(has(f.plan().warnings.at(0).text, "SDK 12.2.0 for armv7hf: it mishandles"));
}

TEST_CASE("a device whose AXIS OS no SDK serves needs one that is named") {
    PlanFixture f;
    f.request.engine.device_axis_os = "14.0.33";
    CHECK_THROWS_WITH(f.plans(), "no stable SDK is known for AXIS OS 14.0.33");
    f.request.engine.device_axis_os = "13.0.33";
    f.project.settings.build.sdk = "13.0.0-alpha";
    CHECK(f.plan().warnings.empty());
}

TEST_CASE("an AXIS OS beyond the SDK's track comes with what it needs, and with its doubt") {
    for (const char* axis_os : {"13", "13.0.33"}) {
        PlanFixture f;
        f.request.engine.axis_os = axis_os;
        CHECK(f.plan().sdk.version == "12.11.1");
        CHECK(has(f.plan().sdk.why, "with manifest schema 2 and compatibleOsVersions up to 13"));
        CHECK(f.plan().warnings.empty());
        f.request.chip = "artpec7";
        CHECK(f.plan().sdk.version == "12.11.1");
        REQUIRE(f.plan().warnings.size() == 1);
        CHECK(has(f.plan().warnings[0].text, "not known whether an application for armv7hf of SDK "
                                             "12.11.1 runs on AXIS OS 13"));
        f.request.engine.axis_os = "12.11.200";
        CHECK(f.plan().warnings.empty());
    }
}

TEST_CASE("the SDK is the newest for the chip of a variant") {
    PlanFixture f;
    f.variants({"s5l", "artpec8"});
    f.request.all = true;
    const auto plans = f.plans();
    CHECK(plans.at(0).sdk.version == "1.15.4");
    CHECK(has(plans.at(0).sdk.why, "the newest for S5L"));
    CHECK(plans.at(1).sdk.version == sdk::Catalog::built_in().newest_stable().version);
    CHECK(plans.at(1).sdk.why.empty());
    f.request.engine.axis_os = "12.11";
    CHECK(f.plans().at(0).sdk.version == f.plans().at(1).sdk.version);
    CHECK(has(f.plans().at(0).sdk.why, "; no such application runs on S5L: "));
    CHECK_FALSE(has(f.plans().at(1).sdk.why, "no such application"));
    f.request.chip = "s5l";
    f.request.all = false;
    CHECK_THROWS_WITH(f.plans(), contains("no application for AXIS OS 12.11 runs on S5L"));
}

TEST_CASE("on the host a compiler's variables take the place of the image") {
    PlanFixture f;
    f.around.engine = EngineKind::host;
    const Plan plan = f.plan();
    CHECK(plan.sdk.version == "host");
    CHECK(plan.on_host() != nullptr);
    CHECK(has(line(plan, Step::Purpose::compile), "'CC=aarch64-linux-gnu-gcc -mcpu="));
    CHECK(line(plan, Step::Purpose::compile).ends_with(" make)"));
}

TEST_CASE("an SDK on this machine takes the place of engine and image") {
    PlanFixture f;
    f.around.local_sdk = LocalSdk{.directory = "/opt/axis/acapsdk",
                                  .scripts = {{"armv7hf", "/opt/axis/acapsdk/environment-x"}}};
    Plan plan = f.plan();
    CHECK(plan.architecture == "armv7hf"); // the only one
    CHECK(plan.sdk.version == "local");
    CHECK(plan.container() == nullptr);
    CHECK(
        has(line(plan, Step::Purpose::compile), " . /opt/axis/acapsdk/environment-x || exit 98; "));
    CHECK(plan_json(plan)["sdkDirectory"] == "/opt/axis/acapsdk");
    CHECK(plan.warnings.empty());
    f.request.engine.device_axis_os = "12.11";
    CHECK(has(f.plan().warnings.at(0).text, "nothing says which SDK /opt/axis/acapsdk has"));
    const sdk::Image& newest = sdk::Catalog::built_in().newest_stable();
    f.around.local_sdk->axis_os = newest.axis_os;
    CHECK(f.plan().sdk.version == newest.version);
    f.request.engine.device_axis_os = "11.11.73";
    CHECK(has(f.plan().warnings.at(0).text, "the device has AXIS OS 11.11.73"));
    CHECK(advises(f.plan().warnings[0].advice, Advice::choose_sdk_directory));
    f.around.local_sdk->directory = "/home/me/sdk";
    CHECK(has(line(f.plan(), Step::Purpose::compile), "s|/opt/axis/acapsdk|/home/me/sdk|g"));
    f.request.architectures = {"aarch64"};
    CHECK_THROWS_AS(f.plans(), Error);
}

TEST_CASE("a base image that is an option is not run, whatever its tag") {
    for (const char* base :
         {"--cidfile=/tmp/x:9.9-aarch64-ubuntu24.04", "-v=/:/h:rw-aarch64-ubuntu24.04",
          "a b:9.9-aarch64-ubuntu24.04", "x:9;id-aarch64-ubuntu24.04"}) {
        INFO(base);
        CHECK_FALSE(parse_reference(base));
    }
    CHECK(parse_reference("x/y:9.9-aarch64-ubuntu24.04")->version == "9.9");
    CHECK(parse_reference("x/y:-aarch64-ubuntu24.04")->version.empty());
}

TEST_CASE("an image that is named by its digest is that image") {
    const std::string pinned =
        "axisecp/acap-native-sdk:12.4.0-armv7hf-ubuntu24.04@sha256:" + std::string(64, 'a');
    CHECK(parse_reference(pinned)->digest == "sha256:" + std::string(64, 'a'));
    CHECK_FALSE(parse_reference("axisecp/acap-native-sdk@sha256:" + std::string(64, 'a')));
    CHECK_FALSE(parse_reference("x/y:9.9-aarch64-ubuntu24.04@"));
    CHECK_FALSE(parse_reference("x/y:9.9-aarch64-ubuntu24.04@a b"));
    PlanFixture f;
    f.project.dockerfile = parse_dockerfile("FROM " + pinned + "\nCOPY ./app /opt/app/\n" +
                                            "WORKDIR /opt/app\n" + build_app);
    const Plan plan = f.plan();
    REQUIRE(plan.in_container() != nullptr); // it only runs acap-build
    CHECK(plan.in_container()->image == pinned);
    CHECK(plan.architecture == "armv7hf");
    CHECK(plan.sdk.version == "12.4.0");
    CHECK(plan.warnings.empty());
    f.around.sdk_repository = "registry/sdk";
    CHECK(has(f.plan().warnings.at(0).text, "names by its digest"));
    f.around.sdk_repository = "";
    f.request.engine.sdk_version = "12.11.0"; // another one was asked for
    CHECK_FALSE(has(f.plan().in_container()->image, "@"));
}
