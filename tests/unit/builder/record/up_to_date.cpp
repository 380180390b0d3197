#include "builder/record/up_to_date.hpp"

#include "catch.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::builder;

namespace {

// A package of scripts, which needs no engine, as the last build left it.
struct Fixture {
    TempDir directory{};
    Plan plan{.app_name = "hello", .architecture = "all", .output = directory.path(), .key = "all"};
    Sources sources{{"hello", {"0755 hash", ""}}};
    Recorded recorded{};

    Fixture() {
        const auto file = directory.path() / "hello.eap";
        write_file(file, "package");
        recorded.inputs = inputs_of(plan, sources);
        recorded.built = {{.package = {.path = file, .sha256 = sha256("package")}}};
    }
    bool holds() const {
        HashCache hashes;
        return is_up_to_date(recorded, plan, sources, hashes, {});
    }
};

} // namespace

TEST_CASE("what was built from the same is up to date as long as its package is there") {
    const Fixture f;
    CHECK(f.holds());
    CHECK(up_to_date_note(f.plan) == "hello for all is up to date");
    write_file(f.directory.path() / "hello.eap", "another");
    CHECK_FALSE(f.holds());
    std::filesystem::remove(f.directory.path() / "hello.eap");
    CHECK_FALSE(f.holds());
}

TEST_CASE("another source, plan or program is not what was built") {
    Fixture sources, plan, program, nothing;
    sources.sources["hello"].identity = "0644 hash";
    CHECK_FALSE(sources.holds());
    plan.plan.packaging.additional_files = {"more"};
    CHECK_FALSE(plan.holds());
    program.recorded.inputs.acapctl = "0.1";
    CHECK_FALSE(program.holds());
    nothing.recorded.built.clear();
    CHECK_FALSE(nothing.holds());
}

TEST_CASE("a build whose images cannot be told is never up to date") {
    Fixture f;
    f.plan.build = DockerfileBuild{};
    f.recorded.inputs = inputs_of(f.plan, f.sources);
    CHECK_FALSE(f.holds());
}
