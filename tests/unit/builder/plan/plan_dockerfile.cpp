#include "plan_fixture.hpp"

using namespace acapctl;
using namespace acapctl::builder;

TEST_CASE("a Dockerfile gets the arguments it declares, and no others") {
    PlanFixture f("ARG CHIP\nARG TIMESTAMP\n" + apt + build_app);
    CHECK(f.build<DockerfileBuild>().arguments == Arguments{{"ARCH", "aarch64"}});
    CHECK(f.plan().sdk.version == "12.4.0");
    f.request.engine.sdk_version = "12.11";
    f.request.chip = "artpec8";
    f.around.sdk_repository = "registry:5000/team/sdk";
    f.around.source_date_epoch = "7";
    f.around.proxies = {"http_proxy", "NO_PROXY"};
    f.request.arguments = {{"NO_PROXY", "x"}};
    const auto build = f.build<DockerfileBuild>();
    CHECK(build.arguments == Arguments{{"ARCH", "aarch64"},
                                       {"CHIP", "artpec8"},
                                       {"NO_PROXY", "x"},
                                       {"REPO", "registry:5000/team"},
                                       {"SDK", "sdk"},
                                       {"TIMESTAMP", "7"},
                                       {"UBUNTU_VERSION", "24.04"},
                                       {"VERSION", "12.11.0"}});
    CHECK(build.inherited_arguments == std::vector<std::string>{"http_proxy"});
    CHECK(f.plan().key == "aarch64-artpec8");
    f.request.arguments = {{"CIHP", "x"}};
    CHECK(has(f.refusal(), "Did you mean 'CHIP'"));
}

TEST_CASE("what was given wins over what would be passed, and options over the project file") {
    PlanFixture f(apt + build_app);
    f.project.settings.build.arguments = {{"VERSION", "12.0.0"}, {"REPO", "mirror"}};
    f.request.arguments = {{"VERSION", "12.1.0"}};
    const auto build = f.build<DockerfileBuild>();
    CHECK(build.arguments.at("VERSION") == "12.1.0");
    CHECK(build.arguments.at("REPO") == "mirror");
    CHECK(f.plan().sdk.version == "12.1.0");
}

TEST_CASE("the package is taken out of the image and the container removed") {
    PlanFixture f(apt + build_app + "FROM debian AS last\n");
    f.project.settings.build.result = "/out/dir";
    f.request.target = "lats";
    CHECK(has(f.refusal(), "Did you mean 'last'"));
    f.request.target = "0";
    CHECK(has(f.refusal(), "no stage '0' / it has last"));
    f.request.target = "1";
    const Plan plan = f.plan();
    CHECK(has(line(plan, Step::Purpose::image), "docker build --platform linux/amd64 --force-rm"));
    CHECK(has(line(plan, Step::Purpose::image), " --target last "));
    CHECK(has(line(plan, Step::Purpose::create), "--name acapctl-t-aarch64 acapctl/"));
    CHECK(has(line(plan, Step::Purpose::fetch), "docker cp acapctl-t-aarch64:/out/dir - | tar"));
    CHECK(has(line(plan, Step::Purpose::fetch), "dir/*.eap"));
    CHECK(plan.steps().back().purpose == Step::Purpose::remove);
}

TEST_CASE("what a builder apart from the engine makes is loaded, from images that nobody knows") {
    PlanFixture f(apt + build_app);
    CHECK_FALSE(has(line(f.plan(), Step::Purpose::image), "--load"));
    CHECK(f.build<DockerfileBuild>().images_used);
    f.around.other_builder = true;
    CHECK(has(line(f.plan(), Step::Purpose::image), " --load "));
    CHECK_FALSE(f.build<DockerfileBuild>().images_used);
    f.project.dockerfile.reset();
    CHECK(f.plan().in_container() != nullptr); // compiled by the engine, in one that is known
}
