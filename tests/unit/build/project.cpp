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
    CHECK(project.dockerfile->stages.size() == 1);
    CHECK(project.app_name() == "hello");
    CHECK(project.manifests.front().architecture == "all");
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
        CHECK(build::find_project(dir.path()).app_name().empty());
    }
}

TEST_CASE("variants are manifests, backups are not") {
    const TempDir dir;
    for (const char* name : {"manifest.json.cpu", "manifest.json.artpec8", "manifest.json.orig",
                             "manifest.json.a b", "manifest.json.", "manifest.json~"})
        write_file(dir.path() / name, manifest);
    write_file(dir.path() / "manifest.json.txt", "no manifest");
    const build::Project project = build::find_project(dir.path());
    REQUIRE(project.manifests.size() == 2);
    CHECK(project.manifests[0].variant == "artpec8");
    CHECK(project.manifests[1].file == "manifest.json.cpu");
    write_file(dir.path() / "manifest.json", manifest);
    CHECK(build::find_project(dir.path()).manifests[0].variant.empty());
}

TEST_CASE("a directory of projects holds all of them, and a filter chooses") {
    const TempDir dir;
    const auto put = [&](const std::string& where, const std::string& name) {
        fs::create_directories(dir.path() / where);
        write_file(dir.path() / where / "manifest.json",
                   R"({"acapPackageConf":{"setup":{"appName":")" + name + "\"}}}");
    };
    put("group/one", "app_one");
    put("two/app", "app_two");
    put("node_modules/x", "hidden");
    put("two/app/html", "hidden");
    put(".cache", "hidden");
    fs::create_directories(dir.path() / "web");
    write_file(dir.path() / "web/manifest.json", R"({"name": "a web application"})");
    const auto names = [&](const std::vector<std::string>& apps) {
        std::vector<std::string> result;
        for (const build::Project& project : build::find_projects(dir.path(), apps))
            result.push_back(project.app_name());
        return result;
    };
    CHECK(names({}) == std::vector<std::string>{"app_one", "app_two"});
    CHECK(names({"two"}) == std::vector<std::string>{"app_two"});
    CHECK(names({"app_one", "app_two"}).size() == 2);
    try {
        names({"app_three"});
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.exit() == ExitCode::usage);
        CHECK(error.failure().hint.find("app_") != std::string::npos);
    }
}

TEST_CASE("the project file is that of the directory, else of the application") {
    const TempDir dir;
    fs::create_directory(dir.path() / "app");
    write_file(dir.path() / "app/manifest.json", manifest);
    write_file(dir.path() / "app/acapctl.toml", "build.sdk = \"1.0\"");
    CHECK(build::find_project(dir.path()).settings.build.sdk == "1.0");
    write_file(dir.path() / "acapctl.toml", "build.sdk = \"2.0\"");
    CHECK(build::find_project(dir.path()).settings.build.sdk == "2.0");
}
