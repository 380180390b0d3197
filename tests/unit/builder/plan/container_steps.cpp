#include "builder/plan/container_steps.hpp"

#include "plan_fixture.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::builder;

namespace {

std::vector<std::string> purposes(const Plan& plan) {
    std::vector<std::string> result;
    for (const Step& step : plan.steps()) result.emplace_back(purpose_name(step.purpose));
    return result;
}

} // namespace

TEST_CASE("the tree is copied to an engine that does not see this machine, or as asked") {
    const std::vector<std::string> mounted = {"mirror", "compile", "pack"};
    const std::vector<std::string> copied = {"mirror", "create", "send", "compile",
                                             "fetch",  "remove", "pack"};
    PlanFixture f;
    f.around.proxies = {"HTTPS_PROXY"};
    CHECK(purposes(f.plan()) == mounted);
    CHECK(f.build<ContainerBuild>().transfer == Transfer::automatic);
    f.around.remote = true;
    const Plan plan = f.plan();
    CHECK(purposes(plan) == copied);
    CHECK(has(line(plan, Step::Purpose::create), "docker create --name acapctl-t-aarch64 "));
    CHECK(has(line(plan, Step::Purpose::create), "--user 1000:100 "));
    CHECK(has(line(plan, Step::Purpose::create), "--env HTTPS_PROXY "));
    CHECK_FALSE(has(line(plan, Step::Purpose::create), "--mount"));
    CHECK(has(line(plan, Step::Purpose::send), "--owner=1000 --group=100 "));
    CHECK(has(line(plan, Step::Purpose::send), "--format=posix "));
    CHECK(line(plan, Step::Purpose::compile) == "docker start --attach acapctl-t-aarch64");
    CHECK(plan_json(plan)["transfer"] == "copy");
    f.around.engine = EngineKind::podman; // whose ids are its own affair there
    CHECK_FALSE(has(line(f.plan(), Step::Purpose::create), "--userns"));
    f.request.engine.transfer = Transfer::mount;
    CHECK(purposes(f.plan()) == mounted);
    CHECK(f.build<ContainerBuild>().transfer == Transfer::mount);
    f.around.remote = false;
    f.request.engine.transfer = Transfer::copy;
    CHECK(purposes(f.plan()) == copied);
}

TEST_CASE("a container says by its own name that it may not write to the tree") {
    const PlanFixture f;
    const Plan plan = f.plan();
    CHECK(unwritable_line(*plan.container()) == "acapctl-t-aarch64 may not write to its tree");
    CHECK(has(line(plan, Step::Purpose::compile), unwritable_line(*plan.container())));
    PlanFixture dockerfile(apt + build_app);
    CHECK_FALSE(has(line(dockerfile.plan(), Step::Purpose::image), "may not write"));
}

TEST_CASE("ccache goes in front of the compiler, its cache into a volume of the engine") {
    PlanFixture f;
    CHECK_FALSE(has(line(f.plan(), Step::Purpose::compile), "ccache"));
    f.request.ccache = true;
    const std::string mounted = line(f.plan(), Step::Purpose::compile);
    CHECK(has(mounted, "type=volume,source=acapctl-ccache-"));
    CHECK(has(mounted, ",target=/var/tmp "));
    CHECK(has(mounted, "CCACHE_CONFIGPATH=/dev/null "));     // not the one in the cache
    CHECK(has(mounted, "CCACHE_DIR=/var/tmp/ccache-1000 ")); // nobody else's
    CHECK(mounted.find("CC=\"ccache $CC\"") > mounted.find("environment-setup"));
    CHECK(mounted.find("CC=\"ccache $CC\"") < mounted.find("exec make"));
    f.around.remote = true;
    CHECK(has(line(f.plan(), Step::Purpose::create), "source=acapctl-ccache-"));
    PlanFixture same, other;
    same.request.ccache = other.request.ccache = true;
    other.project.directory = "q"; // what that one's Makefile puts into its cache is its own affair
    CHECK(line(same.plan(), Step::Purpose::compile) == mounted);
    const auto volume = [](const std::string& text) {
        return text.substr(text.find("source=acapctl-ccache-"), 38);
    };
    CHECK(volume(line(other.plan(), Step::Purpose::compile)) != volume(mounted));
    f.around = {.engine = EngineKind::host};
    CHECK(has(line(f.plan(), Step::Purpose::compile), "CC=\"ccache $CC\""));
    CHECK_FALSE(has(line(f.plan(), Step::Purpose::compile), "CCACHE_DIR="));
}

TEST_CASE("the project file asks for ccache too, but not where a Dockerfile compiles or nobody") {
    PlanFixture f;
    f.project.settings.build.ccache = true;
    CHECK(f.plan().ccache);
    CHECK(plan_json(f.plan())["ccache"] == true);
    f.project.has_makefile = false;
    CHECK_FALSE(f.plan().ccache);
    PlanFixture own(apt);
    own.request.ccache = true;
    CHECK_FALSE(own.plan().ccache);
    CHECK(has(own.plan().notes.back().text, "ccache"));
}

TEST_CASE("a path with a comma or a quote is one value of a mount") {
    PlanFixture f;
    f.project.directory = f.project.root = "/a,\"b";
    CHECK(has(line(f.plan(), Step::Purpose::compile),
              "'type=bind,\"source=/a,\"\"b/build/.acapctl/aarch64\",target=/opt/app'"));
}

TEST_CASE("the SDK's packer packs a copy of the tree after the build, and says its options") {
    PlanFixture f;
    f.request.packer = Packer::sdk;
    f.request.additional_files = {"a b.txt"};
    f.request.validate = false;
    const std::string command = line(f.plan(), Step::Purpose::compile);
    CHECK(has(command, "; make || exit $?; "));
    CHECK(has(f.plan().steps()[1].arguments.back(),
              "acap-build . --build no-build -a 'a b.txt' --disable-manifest-validation"));
    CHECK(has(line(f.plan(), Step::Purpose::pack), ".acapctl/packed/"));
    f.request.packer = Packer::both;
    CHECK(has(line(f.plan(), Step::Purpose::compile), "acap-build"));
    CHECK(has(line(f.plan(), Step::Purpose::pack), "acapctl pack"));
    CHECK(plan_json(f.plan())["packer"] == "both");
    f.project.manifests.front().architecture = "all"; // scripts: an engine for the packer alone
    CHECK(f.plan().engine() == EngineKind::docker);
    CHECK(needs_engine(f.project, f.request));
    f.around.engine = EngineKind::host;
    CHECK(has(f.refusal(), "a build without the SDK has no acap-build"));
    PlanFixture dockerfile(apt + build_app);
    dockerfile.request.packer = Packer::sdk;
    CHECK(dockerfile.plan().warnings.size() == 1);
}
