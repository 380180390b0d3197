#include "builder/clean.hpp"

#include "builder/record/record.hpp"
#include "catch.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::builder;
namespace fs = std::filesystem;

namespace {

// A project with one package, as a build leaves it.
struct Fixture {
    TempDir home{};
    TempDir dir{};
    fs::path project = dir.path() / "group" / "one";
    fs::path package = project / "build" / "One_1_0_0_aarch64.eap";

    Fixture() {
        ::setenv("ACAPCTL_BUILD_KEY", "0123456789abcdef", 1);
        fs::create_directories(project / "build");
        write_file(project / "main.c", "source");
        write_file(package, "package");
        const Workspace workspace = Workspace::make(project);
        write_file(workspace.directory("aarch64").path() / "main.o", "object");
        const Plan plan{.project = project, .output = project / "build", .key = "aarch64"};
        Built built{};
        built.package = {.path = package, .sha256 = sha256_of_file(package), .size = 7};
        write_record(workspace, plan, {built});
    }

    Cleaned run(bool only_tell = false) const {
        const Observer silent{.note = [](const Notice&) {},
                              .output = [](std::string_view) {},
                              .warn = [](const Notice&) {}};
        return clean(dir.path(), only_tell, silent, {});
    }
};

} // namespace

TEST_CASE("what builds left goes, and nothing else") {
    const Fixture f;
    const Cleaned told = f.run(true);
    CHECK(told.removed.size() == 2);
    CHECK(fs::exists(f.package));
    CHECK(fs::exists(f.project / "build/.acapctl/aarch64/main.o"));
    const Cleaned done = f.run();
    REQUIRE(done.removed.size() == 2);
    CHECK(done.removed[0].size == 7);
    CHECK(done.kept.empty());
    CHECK_FALSE(fs::exists(f.project / "build"));
    CHECK(read_file(f.project / "main.c") == "source");
    CHECK(f.run().removed.empty());
}

TEST_CASE("a licence text that a build put beside its package goes where it is the project's") {
    const Fixture f;
    const fs::path licence = f.project / "build" / "One_1_0_0_LICENSE.txt";
    write_file(f.project / "LICENSE", "free");
    write_file(licence, "another");
    f.run();
    CHECK(fs::exists(licence));
    const Fixture same;
    write_file(same.project / "LICENSE", "free");
    write_file(same.project / "build" / "One_1_0_0_LICENSE.txt", "free");
    CHECK(same.run().removed.size() == 3);
    CHECK_FALSE(fs::exists(same.project / "build"));
}

TEST_CASE("what two plans built to one place is told once, and goes if it is of one of them") {
    const Fixture f;
    const auto make_again = [&](const char* key, const char* content) {
        write_file(f.package, content);
        const Plan plan{.project = f.project, .output = f.project / "build", .key = key};
        Built built{};
        built.package = {.path = f.package, .sha256 = sha256_of_file(f.package), .size = 7};
        write_record(Workspace::make(f.project), plan, {built});
    };
    make_again("aarch64-debug", "another");
    const Cleaned told = f.run(true);
    CHECK(told.removed.size() == 2);
    CHECK(told.kept.empty());
    make_again("aarch64-asan", "newest.");
    write_file(f.package, "strange");
    const Cleaned kept = f.run(true);
    CHECK(kept.removed.size() == 1);
    CHECK(kept.kept.size() == 1);
}

TEST_CASE("files that builds did not make stay, and so does what took a package's place") {
    const Fixture f;
    write_file(f.project / "build/notes.txt", "mine");
    write_file(f.package, "another");
    const Cleaned done = f.run();
    CHECK(done.removed.size() == 1);
    REQUIRE(done.kept.size() == 1);
    CHECK(done.kept[0].path.filename() == f.package.filename());
    CHECK(read_file(f.package) == "another");
    CHECK(read_file(f.project / "build/notes.txt") == "mine");
    CHECK_FALSE(fs::exists(f.project / "build/.acapctl"));
}

TEST_CASE("no link is followed, and no record of somebody else believed") {
    const Fixture f;
    const TempDir elsewhere;
    write_file(elsewhere.path() / "precious", "keep");
    fs::create_directory_symlink(elsewhere.path(), f.project / "build/.acapctl/armv7hf");
    write_file(f.project / "build/.acapctl/aarch64.json",
               R"({"packages": [{"path": ")" + (elsewhere.path() / "precious").string() +
                   R"(", "sha256": ")" + sha256_of_file(elsewhere.path() / "precious") + R"("}]})");
    write_file(f.project / "build/.acapctl/armv7hf.packages",
               sha256_of_file(elsewhere.path() / "precious") + " 4 " +
                   (elsewhere.path() / "precious").string() + '\0');
    const Cleaned done = f.run();
    CHECK(done.kept.size() == 1);
    CHECK(read_file(elsewhere.path() / "precious") == "keep");
    CHECK_FALSE(fs::exists(f.package)); // which is on the list that we wrote
    const TempDir other;
    fs::create_directories(other.path() / "p");
    fs::create_directories(elsewhere.path() / ".acapctl");
    fs::create_directory_symlink(elsewhere.path(), other.path() / "p/build");
    const Observer silent{.note = [](const Notice&) {},
                          .output = [](std::string_view) {},
                          .warn = [](const Notice&) {}};
    CHECK(clean(other.path(), false, silent, {}).removed.empty());
    CHECK(fs::exists(elsewhere.path() / ".acapctl"));
}
