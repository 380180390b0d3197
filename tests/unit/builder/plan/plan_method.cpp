#include "plan_fixture.hpp"

using namespace acapctl;
using namespace acapctl::builder;

TEST_CASE("a project is built by what it has") {
    PlanFixture f;
    CHECK(f.plan().system == BuildSystem::make);
    f.project.has_meson = f.project.has_cmake = true;
    CHECK(f.plan().system == BuildSystem::make);
    f.project.has_makefile = false;
    CHECK(f.plan().system == BuildSystem::meson);
    f.project.has_meson = false;
    CHECK(f.plan().system == BuildSystem::cmake);
    f.project.has_cmake = false;
    CHECK(f.plan().system == BuildSystem::none);
    CHECK_FALSE(f.plan().engine());
    f.project.settings.build.system = "meson";
    CHECK(f.plan().system == BuildSystem::meson);
    f.project.manifests.front().architecture = "all";
    CHECK(f.plan().system == BuildSystem::none);
    CHECK(f.plan().architecture == "all");
    CHECK_FALSE(needs_engine(f.project, f.request));
}

TEST_CASE("a Dockerfile that only runs acap-build is not needed, and says SDK and files") {
    const PlanFixture f(build_app);
    const Plan plan = f.plan();
    CHECK(plan.system == BuildSystem::make);
    CHECK(plan.sdk.version == "12.4.0");
    CHECK(plan.packaging.additional_files == std::vector<std::string>{"label/labels.txt"});
    CHECK(has(line(plan, Step::Purpose::pack), "-a label/labels.txt"));
}

TEST_CASE("a Dockerfile that does more is built, unless told otherwise") {
    PlanFixture f(apt + build_app);
    CHECK(f.plan().dockerfile() != nullptr);
    f.request.use_dockerfile = false;
    CHECK(f.plan().system == BuildSystem::make);
    f.request.use_dockerfile.reset();
    f.project.settings.build.use_dockerfile = false;
    CHECK(f.plan().system == BuildSystem::make);
    f.request.use_dockerfile = true; // the option wins
    CHECK(f.plan().dockerfile() != nullptr);
    f.request.use_dockerfile.reset();
    f.project.settings.build.use_dockerfile.reset();
    f.request.engine.kind = EngineKind::host;
    f.around.engine = EngineKind::host;
    CHECK(f.plan().system == BuildSystem::make);
    CHECK(f.plan().warnings.size() == 1);
    f.request.use_dockerfile = true;
    CHECK(has(f.refusal(), "a Dockerfile cannot be built without an engine"));

    PlanFixture plain(build_app);
    plain.request.use_dockerfile = true;
    CHECK(plain.plan().dockerfile() != nullptr);
    plain.project.root = plain.project.directory; // but the Dockerfile copies app/
    plain.request.use_dockerfile.reset();
    CHECK(plain.plan().dockerfile() != nullptr);

    PlanFixture none;
    none.request.use_dockerfile = true;
    CHECK(has(none.refusal(), "there is no Dockerfile"));
}
