#include "build/project.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
namespace fs = std::filesystem;

namespace {
constexpr const char* manifest =
    R"({"acapPackageConf":{"setup":{"appName":"hello","architecture":"all"}}})";
}

TEST_CASE("the manifest is found at the top or in app/") {
    const TempDir top;
    write_file(top.path() / "manifest.json", manifest);
    CHECK(build::find_project(top.path()).root == top.path());

    const TempDir below;
    fs::create_directory(below.path() / "app");
    write_file(below.path() / "app/manifest.json", manifest);
    write_file(below.path() / "app/Makefile", "all:\n");
    write_file(below.path() / "Dockerfile", "FROM scratch\n");
    const build::Project project = build::find_project(below.path());
    CHECK(project.root == below.path() / "app");
    CHECK(project.has_makefile);
    CHECK(project.has_dockerfile);
    CHECK(project.app_name == "hello");
    CHECK(project.architecture == "all");
}

TEST_CASE("a directory without a manifest is refused with a way out") {
    const TempDir dir;
    try {
        build::find_project(dir.path());
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.exit() == ExitCode::invalid_input);
        CHECK(error.failure().hint.find("acapctl new") != std::string::npos);
    }
}

TEST_CASE("a manifest that cannot be read leaves the explanation to the packer") {
    const TempDir dir;
    for (const char* broken :
         {"", "{", "[]", R"({"acapPackageConf":7})", R"({"acapPackageConf":{"setup":[]}})"}) {
        write_file(dir.path() / "manifest.json", broken);
        CHECK(build::find_project(dir.path()).app_name.empty());
    }
}
