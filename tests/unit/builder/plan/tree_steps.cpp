#include "builder/plan/tree_steps.hpp"

#include "plan_fixture.hpp"

using namespace acapctl;
using namespace acapctl::builder;

TEST_CASE("a Dockerfile gets the whole project with its history, a compiler the sources") {
    PlanFixture f;
    CHECK(has(line(f.plan(), Step::Purpose::mirror), "/p/app"));
    CHECK(has(line(f.plan(), Step::Purpose::mirror), "--exclude-vcs"));
    PlanFixture own(apt + build_app);
    CHECK(has(line(own.plan(), Step::Purpose::mirror), ".context"));
    CHECK_FALSE(has(line(own.plan(), Step::Purpose::mirror), "--exclude-vcs"));
    CHECK_FALSE(has(line(own.plan(), Step::Purpose::mirror), "/p/app "));
}

TEST_CASE("what packs is told what was asked for, and nothing more") {
    PlanFixture f;
    const std::string usual = line(f.plan(), Step::Purpose::pack);
    CHECK(has(usual, "acapctl pack /"));
    CHECK(has(usual, "--arch aarch64"));
    for (const char* option : {"--compression", "--disable-manifest-validation", "--no-mend", "-a"})
        CHECK_FALSE(has(usual, std::string(" ") + option));
    f.request.compression = Compression::gzip;
    f.request.validate = false;
    f.request.mend = false;
    f.request.additional_files = {"a b"};
    CHECK(has(line(f.plan(), Step::Purpose::pack),
              "-a 'a b' --compression gzip --disable-manifest-validation --no-mend"));
    f.project.manifests.front().architecture = "all";
    CHECK_FALSE(has(line(f.plan(), Step::Purpose::pack), "--arch"));
    const std::string axis_os =
        "AXIS_OS_VERSION=" + sdk::Catalog::built_in().newest_stable().axis_os;
    CHECK(has(line(f.plan(), Step::Purpose::pack), axis_os)); // as the SDK's own tool does
    f = PlanFixture();
    CHECK(has(line(f.plan(), Step::Purpose::pack), axis_os));
}
