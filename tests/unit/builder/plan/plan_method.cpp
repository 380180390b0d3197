#include "plan_fixture.hpp"

using namespace acapctl;
using namespace acapctl::builder;

TEST_CASE("a project is built by what it has") {
    PlanFixture f;
    CHECK(f.plan().kind == Kind::make);
    f.project.has_meson = f.project.has_cmake = true;
    CHECK(f.plan().kind == Kind::make);
    f.project.has_makefile = false;
    CHECK(f.plan().kind == Kind::meson);
    f.project.has_meson = false;
    CHECK(f.plan().kind == Kind::cmake);
    f.project.has_cmake = false;
    CHECK(f.plan().kind == Kind::none);
    CHECK(f.plan().engine.empty());
    f.project.settings.build.system = "meson";
    CHECK(f.plan().kind == Kind::meson);
    f.project.manifests.front().architecture = "all";
    CHECK(f.plan().kind == Kind::none);
    CHECK(f.plan().architecture == "all");
    CHECK_FALSE(needs_engine(f.project, f.request));
}

TEST_CASE("a Dockerfile that only runs acap-build is not needed, and says SDK and files") {
    const PlanFixture f(build_app);
    const Plan plan = f.plan();
    CHECK(plan.kind == Kind::make);
    CHECK(plan.sdk == "12.4.0");
    CHECK(plan.additional_files == std::vector<std::string>{"label/labels.txt"});
    CHECK(has(line(plan, Step::Purpose::pack), "-a label/labels.txt"));
}

TEST_CASE("a Dockerfile that does more is built, unless told otherwise") {
    PlanFixture f(apt + build_app);
    CHECK(f.plan().kind == Kind::dockerfile);
    f.request.use_dockerfile = false;
    CHECK(f.plan().kind == Kind::make);
    f.request.use_dockerfile.reset();
    f.project.settings.build.use_dockerfile = false;
    CHECK(f.plan().kind == Kind::make);
    f.request.use_dockerfile = true; // the option wins
    CHECK(f.plan().kind == Kind::dockerfile);
    f.request.use_dockerfile.reset();
    f.project.settings.build.use_dockerfile.reset();
    f.request.engine.choice = EngineChoice::host;
    f.around.engine = "host";
    CHECK(f.plan().kind == Kind::make);
    CHECK(f.plan().warnings.size() == 1);
    f.request.use_dockerfile = true;
    CHECK(has(f.refusal(), "a Dockerfile cannot be built without an engine"));

    PlanFixture plain(build_app);
    plain.request.use_dockerfile = true;
    CHECK(plain.plan().kind == Kind::dockerfile);
    plain.project.root = plain.project.directory; // but the Dockerfile copies app/
    plain.request.use_dockerfile.reset();
    CHECK(plain.plan().kind == Kind::dockerfile);

    PlanFixture none;
    none.request.use_dockerfile = true;
    CHECK(has(none.refusal(), "there is no Dockerfile"));
}
