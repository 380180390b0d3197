#include "builder/plan/check_sources.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <sys/stat.h>

using namespace acapctl;
using namespace acapctl::builder;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    TempDir project{};
    Plan plan{.app_name = "hello",
              .root = project.path(),
              .manifest = "manifest.json",
              .system = BuildSystem::make};

    Fixture() { write_file(project.path() / "manifest.json", "{}"); }

    std::string refusal() const {
        try {
            check_sources(plan);
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            return error.what();
        }
        return "accepted";
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a manifest that cannot be read is told before the compiler runs") {
    Fixture f;
    CHECK(f.refusal() == "accepted");
    write_file(f.project.path() / "manifest.json", "{");
    CHECK(has(f.refusal(), "manifest.json:1:"));
    f.plan.packaging.validate = false; // the compiler may complete it
    CHECK(f.refusal() == "accepted");
}

TEST_CASE("a file to be packed must be one, or not be there yet") {
    Fixture f;
    f.plan.packaging.additional_files = {"made-later", "pipe"};
    CHECK(f.refusal() == "accepted");
    REQUIRE(::mkfifo((f.project.path() / "pipe").c_str(), 0600) == 0);
    CHECK(has(f.refusal(), "pipe is neither a file nor a directory"));
    fs::remove(f.project.path() / "pipe");
    fs::create_symlink("/etc", f.project.path() / "pipe");
    CHECK(f.refusal() != "accepted");
    f.plan.build = DockerfileBuild{}; // packs what it likes
    CHECK(f.refusal() == "accepted");
    f.plan.build = DockerfileBuild{.manifest_problem = "manifest.json:3:5: a comma too much"};
    CHECK(f.refusal() == "manifest.json:3:5: a comma too much");
}

TEST_CASE("the program is looked at only where nothing compiles it") {
    Fixture f;
    REQUIRE(::mkfifo((f.project.path() / "hello").c_str(), 0600) == 0);
    CHECK(f.refusal() == "accepted");
    f.plan.system = BuildSystem::none;
    CHECK(has(f.refusal(), "hello is neither a file nor a directory"));
}
