// A plan has what its kind of build needs, and shows what will run.
#include "builder/plan/plan.hpp"

#include "plan_fixture.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::builder;

namespace {

Step named(Step::Purpose purpose, const std::string& word) {
    return {.purpose = purpose, .arguments = {word}};
}

// The first word of each step.
std::vector<std::string> shown(const Plan& plan) {
    std::vector<std::string> words;
    for (const Step& step : plan.steps()) words.push_back(step.arguments.front());
    return words;
}

Plan between(decltype(Plan::build) build) {
    Plan plan{.mirror = named(Step::Purpose::mirror, "mirror"), .build = std::move(build)};
    if (plan.dockerfile() == nullptr) plan.pack = named(Step::Purpose::pack, "pack");
    return plan;
}

const LocalSdk sdk_here{.directory = "/sdk", .scripts = {{"aarch64", "/sdk/environment-setup"}}};

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("the steps of a plan are those of its kind, in order") {
    CHECK(shown(between(PackOnly{})) == Words{"mirror", "pack"});
    CHECK(shown(between(LocalBuild{.compile = named(Step::Purpose::compile, "sdk")})) ==
          Words{"mirror", "sdk", "pack"});
    CHECK(shown(between(HostBuild{.compile = named(Step::Purpose::compile, "gcc")})) ==
          Words{"mirror", "gcc", "pack"});
    DockerfileBuild dockerfile;
    dockerfile.steps = {.image = named(Step::Purpose::image, "build"),
                        .create = named(Step::Purpose::create, "create"),
                        .fetch = named(Step::Purpose::fetch, "cp"),
                        .remove = named(Step::Purpose::remove, "rm")};
    CHECK(shown(between(dockerfile)) == Words{"mirror", "build", "create", "cp", "rm"});
}

TEST_CASE("of a build in a container the steps of one way are shown, those that will run") {
    ContainerBuild build;
    build.steps = {.mounted = named(Step::Purpose::compile, "run"),
                   .copied = {.create = named(Step::Purpose::create, "create"),
                              .send = named(Step::Purpose::send, "send"),
                              .compile = named(Step::Purpose::compile, "start"),
                              .fetch = named(Step::Purpose::fetch, "fetch"),
                              .remove = named(Step::Purpose::remove, "rm")}};
    for (const Transfer transfer : {Transfer::automatic, Transfer::mount}) {
        build.transfer = transfer;
        CHECK(shown(between(build)) == Words{"mirror", "run", "pack"});
        CHECK(plan_json(between(build))["transfer"] == "mount");
    }
    build.transfer = Transfer::copy;
    CHECK(shown(between(build)) ==
          Words{"mirror", "create", "send", "start", "fetch", "rm", "pack"});
    CHECK(plan_json(between(build))["transfer"] == "copy");
}

TEST_CASE("each kind of build has its engine, and a container only where one is made") {
    const auto engine = [](const decltype(Plan::build)& build) { return between(build).engine(); };
    CHECK_FALSE(engine(PackOnly{}));
    CHECK(engine(LocalBuild{}) == EngineKind::local);
    CHECK(engine(HostBuild{}) == EngineKind::host);
    const Container podman{.engine = EngineKind::podman, .name = "c"};
    CHECK(engine(ContainerBuild{.container = podman}) == EngineKind::podman);
    CHECK(engine(DockerfileBuild{.container = podman}) == EngineKind::podman);
    for (const decltype(Plan::build)& build :
         {decltype(Plan::build)(ContainerBuild{.container = podman}),
          decltype(Plan::build)(DockerfileBuild{.container = podman})}) {
        const Plan plan = between(build);
        REQUIRE(plan.container() != nullptr);
        CHECK(plan.container()->name == "c");
        CHECK(plan.container()->program() == "podman");
    }
    CHECK(between(PackOnly{}).container() == nullptr);
    CHECK(between(LocalBuild{}).container() == nullptr);
    CHECK(between(HostBuild{}).container() == nullptr);
}

TEST_CASE("the planner makes one kind of build for each way to compile") {
    PlanFixture f;
    CHECK(f.build<ContainerBuild>().container.name == "acapctl-t-aarch64");
    CHECK(f.build<ContainerBuild>().container.platform == "linux/amd64");
    f.around.local_sdk = sdk_here;
    CHECK(f.build<LocalBuild>().architecture.value().name == "aarch64");
    CHECK(f.build<LocalBuild>().local_sdk.directory == "/sdk");
    f.around = {.engine = EngineKind::host};
    CHECK(f.build<HostBuild>().architecture.toolchain == "aarch64-linux-gnu");
    f.project.has_makefile = false;
    f.build<PackOnly>();
    CHECK(f.plan().sdk.version.empty());
    f.request.packer = Packer::sdk; // which is in the SDK
    f.around = {.engine = EngineKind::podman};
    CHECK(f.build<ContainerBuild>().container.engine == EngineKind::podman);
    f.around.local_sdk = sdk_here;
    CHECK_FALSE(f.build<LocalBuild>().architecture); // no compiler is needed
    PlanFixture own(apt + build_app);
    CHECK(own.build<DockerfileBuild>().file == "Dockerfile");
    CHECK(own.build<DockerfileBuild>().sdk_image ==
          "axisecp/acap-native-sdk:12.4.0-aarch64-ubuntu24.04");
    CHECK_FALSE(own.plan().pack);
}

TEST_CASE("the engine that a mounted tree may turn out not to suit is planned for both ways") {
    PlanFixture f;
    f.request.engine.network = "none";
    const ContainerBuild build = f.build<ContainerBuild>();
    CHECK_FALSE(build.copies());
    CHECK(has(shell_line(build.steps.mounted), "--mount type=bind,"));
    CHECK_FALSE(has(shell_line(build.steps.copied.create), "--mount"));
    for (const Step* step : {&build.steps.mounted, &build.steps.copied.create}) {
        CHECK(has(shell_line(*step), "--network=none"));
        CHECK(has(shell_line(*step), build.image));
        CHECK(has(shell_line(*step), "exec make"));
    }
    CHECK(has(shell_line(build.steps.copied.fetch), build.container.name));
    CHECK(build.steps.copied.remove.purpose == Step::Purpose::remove);
}

TEST_CASE("a document has null for what another kind of build has") {
    PlanFixture f;
    const auto is_null = [&](const std::vector<const char*>& keys) {
        const nlohmann::json document = plan_json(f.plan());
        return std::ranges::all_of(keys, [&](const char* key) { return document[key].is_null(); });
    };
    CHECK(is_null({"sdkDirectory", "target", "chip", "variant"}));
    CHECK(plan_json(f.plan())["engine"] == "docker");
    CHECK(plan_json(f.plan())["arguments"] == nlohmann::json::object());
    f.around.local_sdk = sdk_here;
    CHECK(is_null({"image", "transfer", "target"}));
    CHECK(plan_json(f.plan())["engine"] == "local");
    f.around = {.engine = EngineKind::host};
    CHECK(is_null({"image", "transfer", "sdkDirectory"}));
    CHECK(plan_json(f.plan())["sdk"] == "host");
    f.project.has_makefile = false;
    CHECK(is_null({"engine", "sdk", "image", "transfer", "sdkDirectory"}));
    CHECK(plan_json(f.plan())["kind"] == "none");
    f = PlanFixture(apt + build_app);
    CHECK(is_null({"transfer", "sdkDirectory", "target"}));
    CHECK(plan_json(f.plan())["kind"] == "dockerfile");
}
