#include "builder/plan/dockerfile_choice.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "plan_fixture.hpp"
#include "sdk/catalog.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::builder;

namespace {

struct Fixture {
    TempDir dir{};
    Request request{};

    explicit Fixture(const std::vector<std::string>& dockerfiles) {
        write_file(dir.path() / "manifest.json",
                   R"({"acapPackageConf":{"setup":{"appName":"hello"}}})");
        for (const std::string& name : dockerfiles)
            write_file(dir.path() / name, "FROM debian\nRUN make\n");
    }

    std::vector<Project> projects() const {
        const sdk::Catalog& catalog = sdk::Catalog::built_in();
        return with_dockerfiles({find_project(dir.path(), catalog)}, request, catalog);
    }
    // Their Dockerfiles and what these are for.
    std::string chosen() const {
        std::string all;
        for (const Project& each : projects())
            all += (each.dockerfile ? each.dockerfile_path.string() : "none") + ":" +
                   each.dockerfile_architecture + " ";
        return all;
    }
};

} // namespace

TEST_CASE("of several Dockerfiles it is the one that is named like what is built") {
    Fixture f({"Dockerfile.aarch64", "Dockerfile.armhf", "Dockerfile.cv25", "Dockerfile.bak"});
    CHECK(f.chosen() == "Dockerfile.aarch64:aarch64 ");
    f.request.architectures = {"armv7hf"};
    CHECK(f.chosen() == "Dockerfile.armhf:armv7hf ");
    f.request = {.chip = "cv25"};
    CHECK(f.chosen() == "Dockerfile.cv25:aarch64 ");
    f.request = {.chip = "artpec7"};
    CHECK(f.chosen() == "Dockerfile.armhf:armv7hf ");
    f.request = {.all = true};
    CHECK(f.chosen() == "Dockerfile.aarch64:aarch64 Dockerfile.armhf:armv7hf ");
    for (const Project& each : f.projects()) // what one of them uses is no other
        CHECK(each.other_dockerfiles == std::vector<std::string>{"Dockerfile.cv25"});
    f.request = {.use_dockerfile = false};
    CHECK(f.chosen() == "none: ");
}

TEST_CASE("a plain Dockerfile is for everything that no other is named for") {
    Fixture f({"Dockerfile", "Dockerfile.cv25"});
    CHECK(f.chosen() == "Dockerfile: ");
    f.request.all = true;
    CHECK(f.chosen() == "Dockerfile: ");
    f.request = {.chip = "cv25"};
    CHECK(f.chosen() == "Dockerfile.cv25:aarch64 ");
    write_file(f.dir.path() / "acapctl.toml", "[build]\ndockerfile = \"Dockerfile\"\n");
    CHECK(f.chosen() == "Dockerfile: ");
}

TEST_CASE("where nothing can be told the only one is taken, and one of several is not") {
    Fixture one({"Dockerfile.release"});
    CHECK(one.chosen() == "Dockerfile.release: ");
    write_file(one.dir.path() / "Makefile", "all:\n");
    CHECK(one.chosen() == "none: ");
    const Fixture two({"Dockerfile.dev", "Dockerfile.release"});
    try {
        (void)two.projects();
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.failure().code == "dockerfile-ambiguous");
        CHECK_THAT(error.what(), contains("Dockerfile.dev, Dockerfile.release"));
        CHECK_THAT(error.failure().hint, contains("dockerfile = \"Dockerfile.dev\""));
    }
}

TEST_CASE("a Dockerfile for an architecture settles it, and others are named") {
    Fixture f({"Dockerfile.armv7hf", "Dockerfile.test"});
    const auto projects = f.projects();
    REQUIRE(projects.size() == 1);
    const auto plans = make_plans(projects.front(), f.request, {}, sdk::Catalog::built_in());
    REQUIRE(plans.size() == 1);
    CHECK(plans[0].architecture == "armv7hf");
    REQUIRE(plans[0].notes.size() == 1);
    CHECK(has(plans[0].notes[0].text, "Dockerfile.test is not used"));
}
