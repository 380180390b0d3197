#include "builder/plan/words.hpp"
#include "plan_fixture.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::builder;

TEST_CASE("make runs in the newest SDK image, as the caller, on the build tree") {
    PlanFixture f;
    f.request.engine.network = "none";
    f.around.proxies = {"HTTPS_PROXY"};
    f.around.source_date_epoch = "7";
    const Plan plan = f.plan();
    const std::string command = line(plan, Step::Purpose::compile);
    CHECK(has(command, "docker run --rm --mount type=bind,source=/"));
    CHECK(has(command, "p/build/.acapctl/aarch64,target=/opt/app --name acapctl-t-aarch64 "
                       "--platform linux/amd64 --user 1000:100 --workdir /opt/app "));
    CHECK(has(command, "--network=none --env SOURCE_DATE_EPOCH --env HTTPS_PROXY "));
    CHECK(has(command, sdk::Catalog::built_in().newest_stable().version + "-aarch64-ubuntu"));
    CHECK(has(command, " . /opt/axis/acapsdk/environment-setup* || exit 98; "));
    CHECK(command.ends_with(" exec make'"));
    CHECK_FALSE(has(command, "keep-id"));
    f.around.engine = EngineKind::podman;
    CHECK(has(line(f.plan(), Step::Purpose::compile), "podman run"));
    CHECK(has(line(f.plan(), Step::Purpose::compile), "--userns=keep-id"));
}

TEST_CASE("the project file says what would be typed, and of a variant what it alone needs") {
    PlanFixture f;
    f.project.settings.build.files = {"common.txt"};
    f.project.settings.build.sdk = "12.0.0";
    f.project.settings.build.mend = false;
    f.project.settings.variants["night"] = {
        .chip = "artpec7", .manifest = "manifest.night.json", .files = {"night.bin"}};
    f.request.variant = "night";
    f.request.additional_files = {"typed.txt", "common.txt"};
    const Plan plan = f.plan();
    CHECK(plan.packaging.additional_files ==
          std::vector<std::string>{"common.txt", "night.bin", "typed.txt"});
    CHECK(plan.architecture == "armv7hf");
    CHECK(plan.manifest == "manifest.night.json");
    CHECK(plan.sdk.version == "12.0.0");
    CHECK_FALSE(plan.packaging.mend);
    CHECK(asked_engine(f.project, f.request) == std::nullopt);
    f.project.settings.build.engine = "podman";
    CHECK(asked_engine(f.project, f.request) == EngineKind::podman);
    f.project.settings.build.engine = "host"; // not for a project to say
    CHECK(asked_engine(f.project, f.request) == std::nullopt);
    f.request.engine.kind = EngineKind::host;
    CHECK(asked_engine(f.project, f.request) == EngineKind::host);
}

TEST_CASE("a plan is one document") {
    const nlohmann::json document = plan_json(PlanFixture(apt + build_app).plan());
    CHECK(document["kind"] == "dockerfile");
    CHECK(document["chip"].is_null());
    CHECK(document["arguments"]["ARCH"] == "aarch64");
    CHECK(document["steps"][1]["purpose"] == "image");
    CHECK(document["steps"][1]["command"][0] == "docker");
}

TEST_CASE("a plan goes by the catalog that is handed in, and keeps what it says") {
    sdk::Catalog own = sdk::Catalog::built_in();
    own.add(R"({"architectures": [{"name": "aarch64", "toolchain": "mine-linux",
                                   "debianPackages": ["gcc-mine"]}]})",
            "mine.json");
    PlanFixture f;
    f.around = {.engine = EngineKind::host};
    const auto plans = make_plans(f.project, f.request, f.around, own);
    REQUIRE(plans.size() == 1);
    CHECK(plans[0].on_host()->architecture.debian_packages == Words{"gcc-mine"});
    CHECK(has(line(plans[0], Step::Purpose::compile), "CC=mine-linux-gcc"));
    CHECK(has(line(f.plan(), Step::Purpose::compile), "CC=aarch64-linux-gnu-gcc"));
}

TEST_CASE("a hostile name of an application stays one word") {
    PlanFixture f;
    f.project.has_makefile = false;
    f.project.has_cmake = true;
    f.project.manifests.front().app_name = "x'; rm -rf / #";
    CHECK(f.plan().steps()[1].arguments.back() == "x'; rm -rf / #");
}
