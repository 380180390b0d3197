#include "plan_fixture.hpp"

using namespace acapctl;
using namespace acapctl::builder;

namespace {

std::vector<std::string> keys(const std::vector<Plan>& plans) {
    std::vector<std::string> result;
    for (const Plan& plan : plans) result.push_back(plan.key);
    return result;
}

} // namespace

TEST_CASE("a chip or a name chooses the variant of the manifest") {
    PlanFixture f("ARG CHIP=\nRUN apt-get x && cp manifest.json.${CHIP} manifest.json\n" +
                  build_app);
    f.variants({"artpec8", "cpu", "edgetpu"});
    CHECK(has(f.refusal(), "has a manifest for each of artpec8, cpu, edgetpu"));
    f.request.chip = "ARTPEC-8";
    CHECK(f.plan().variant == "artpec8");
    CHECK(f.build<DockerfileBuild>().arguments.at("CHIP") == "artpec8");
    f.request.chip = "cv25";
    CHECK(has(f.refusal(), "no manifest for chip"));
    f.request.chip.clear();
    f.request.variant = "edgetpu";
    CHECK(f.plan().architecture == "armv7hf");
    CHECK(f.plan().key == "armv7hf-edgetpu");
    f.request.variant = "artpec8";
    f.request.architectures = {"armv7hf"};
    CHECK(has(f.refusal(), "aarch64 only"));
    f.request.variant = "artpec9";
    CHECK(has(f.refusal(), "Did you mean 'artpec8'"));
}

TEST_CASE("all means every architecture and every variant") {
    PlanFixture f;
    f.request.all = true;
    CHECK(keys(f.plans()) == std::vector<std::string>{"aarch64", "armv7hf"});
    f.project.settings.build.architectures = {"armv7hf"};
    CHECK(keys(f.plans()) == std::vector<std::string>{"armv7hf"});
    f.project.settings.build.architectures.clear();
    f.variants({"artpec8", "cpu"});
    CHECK(keys(f.plans()) ==
          std::vector<std::string>{"aarch64-artpec8", "aarch64-cpu", "armv7hf-cpu"});
    CHECK(f.plans().front().output == "p/build");
    for (ManifestFile& manifest : f.project.manifests) manifest.friendly_name = "same";
    CHECK(f.plans().front().output == "p/build/artpec8"); // else they would overwrite each other
}

TEST_CASE("the variant of a Dockerfile's default is built when nothing is said") {
    PlanFixture f("ARG VDO_FORMAT=h264\nRUN cp manifest.json.$VDO_FORMAT manifest.json\n" +
                  build_app);
    f.variants({"av1", "h264"});
    const Plan plan = f.plan();
    CHECK(plan.system == BuildSystem::make); // it only chooses the manifest and runs acap-build
    CHECK(plan.variant == "h264");
    CHECK(has(line(plan, Step::Purpose::mirror), "manifest.json.h264"));
}
