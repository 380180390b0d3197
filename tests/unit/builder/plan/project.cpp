#include "builder/plan/project.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "sdk/catalog.hpp"
#include "support/files.hpp"
#include "unit/advises.hpp"

#include <sys/stat.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {
constexpr const char* manifest =
    R"({"acapPackageConf":{"setup":{"appName":"hello","architecture":"all"}}})";

const sdk::Catalog& catalog() {
    return sdk::Catalog::built_in();
}

builder::Project found_in(const fs::path& directory) {
    return builder::find_project(directory, catalog());
}

} // namespace

TEST_CASE("the manifest is found at the top or in app/") {
    const TempDir top;
    write_file(top.path() / "manifest.json", manifest);
    CHECK(found_in(top.path()).root == top.path());

    const TempDir below;
    fs::create_directory(below.path() / "app");
    write_file(below.path() / "app/manifest.json", manifest);
    write_file(below.path() / "app/Makefile", "all:\n");
    write_file(below.path() / "Dockerfile", "FROM scratch\n");
    const builder::Project project = found_in(below.path());
    CHECK(project.root == below.path() / "app");
    CHECK(project.has_makefile);
    CHECK(project.dockerfile->stages.size() == 1);
    CHECK(project.app_name() == "hello");
    CHECK(project.manifests.front().architecture == "all");
}

TEST_CASE("a directory without a manifest is refused with a way out") {
    const TempDir dir;
    try {
        found_in(dir.path());
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        CHECK(advises(error.failure().advice, Advice::make_project));
    }
}

TEST_CASE("a manifest that cannot be read leaves the explanation to the packer") {
    const TempDir dir;
    for (const char* broken :
         {"", "{", "[]", R"({"acapPackageConf":7})", R"({"acapPackageConf":{"setup":[]}})"}) {
        write_file(dir.path() / "manifest.json", broken);
        CHECK(found_in(dir.path()).app_name().empty());
    }
}

TEST_CASE("why a manifest is no JSON is kept, with the place") {
    const TempDir dir;
    for (const char* broken : {"{\n // a comment\n}", "{\"a\": 1,\n}", "\xEF\xBB\xBF{}"}) {
        write_file(dir.path() / "manifest.json", broken);
        const std::string problem = found_in(dir.path()).manifests.front().problem;
        INFO(problem);
        CHECK(problem.find("manifest.json:") != std::string::npos);
    }
    write_file(dir.path() / "manifest.json", manifest);
    CHECK(found_in(dir.path()).manifests.front().problem.empty());
}

TEST_CASE("a project of the time before manifests is told how it becomes one of today") {
    const TempDir dir;
    fs::create_directory(dir.path() / "app");
    write_file(dir.path() / "app/package.conf", "APPNAME=\"demo\"\n");
    try {
        found_in(dir.path());
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.failure().code == "manifest-missing");
        CHECK_THAT(error.what(), contains("app/package.conf is there, but no manifest.json"));
        CHECK_THAT(error.failure().hint, contains("APPNAME becomes appName"));
    }
    CHECK_THROWS_WITH(builder::find_projects(dir.path(), catalog(), {}), contains("package.conf"));
}

TEST_CASE("variants are manifests, backups are not") {
    const TempDir dir;
    for (const char* name : {"manifest.json.cpu", "manifest.json.artpec8", "manifest.json.orig",
                             "manifest.json.a b", "manifest.json.", "manifest.json~"})
        write_file(dir.path() / name, manifest);
    write_file(dir.path() / "manifest.json.txt", "no manifest");
    const builder::Project project = found_in(dir.path());
    REQUIRE(project.manifests.size() == 2);
    CHECK(project.manifests[0].variant == "artpec8");
    CHECK(project.manifests[1].file == "manifest.json.cpu");
    write_file(dir.path() / "manifest.json", manifest);
    CHECK(found_in(dir.path()).manifests[0].variant.empty());
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
        for (const builder::Project& project : builder::find_projects(dir.path(), catalog(), apps))
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
        CHECK(error.kind() == ErrorKind::usage);
        CHECK(error.failure().hint.find("app_") != std::string::npos);
    }
}

TEST_CASE("the project file is that of the directory, else of the application") {
    const TempDir dir;
    fs::create_directory(dir.path() / "app");
    write_file(dir.path() / "app/manifest.json", manifest);
    write_file(dir.path() / "app/acapctl.toml", "build.sdk = \"1.0\"");
    CHECK(found_in(dir.path()).settings.build.sdk == "1.0");
    write_file(dir.path() / "acapctl.toml", "build.sdk = \"2.0\"");
    CHECK(found_in(dir.path()).settings.build.sdk == "2.0");
}

namespace {

// A project beside something that it is not to reach.
struct Cloned {
    TempDir dir{};
    fs::path project = dir.path() / "project";

    Cloned() {
        fs::create_directory(project);
        write_file(dir.path() / "outside.json", manifest);
        write_file(project / "manifest.json", manifest);
    }

    void architecture(const std::string& value) const {
        write_file(project / "manifest.json",
                   R"({"acapPackageConf":{"setup":{"appName":"hello","architecture":")" + value +
                       "\"}}}");
    }

    std::string outcome() const {
        try {
            return "accepted " + found_in(project).manifests.front().architecture;
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            return std::string(error.what()) + " / " + error.failure().hint;
        }
    }
};

} // namespace

TEST_CASE("an architecture is one that is known, or a placeholder, which is none") {
    const Cloned cloned;
    for (const char* value : {"../../../victim", "/tmp/victim", "..", "mips", "-v"}) {
        cloned.architecture(value);
        CHECK_THAT(cloned.outcome(), contains("is no architecture / "));
        CHECK_THAT(cloned.outcome(), contains("manifest.json:1:63: "));
    }
    for (const char* value : {"BUILDARCH", "@ARCH@", ""}) {
        cloned.architecture(value);
        CHECK(cloned.outcome() == "accepted ");
    }
    cloned.architecture("all");
    write_file(cloned.project / "acapctl.toml", "[variants.x]\narchitecture = \"../../x\"");
    CHECK_THAT(cloned.outcome(), contains("variants.x.architecture '../../x' is no architecture"));
    write_file(cloned.project / "acapctl.toml", "build.architectures = [\"BUILDARCH\"]");
    CHECK_THAT(cloned.outcome(), contains("build.architectures 'BUILDARCH' is no architecture"));
    fs::remove(cloned.project / "acapctl.toml");
    write_file(cloned.project / "manifest.json.cpu",
               R"({"acapPackageConf":{"setup":{"appName":"../x"}}})");
    CHECK_THAT(cloned.outcome(), contains("manifest.json.cpu:1:29: "));
}

TEST_CASE("one bad project among several is a mistake only if it is wanted") {
    const TempDir dir;
    for (const char* name : {"good", "bad"}) {
        fs::create_directory(dir.path() / name);
        write_file(dir.path() / name / "manifest.json",
                   std::string(R"({"acapPackageConf":{"setup":{"appName":")") + name +
                       (name == std::string("bad") ? R"(","architecture":"../x"}}})" : "\"}}}"));
    }
    CHECK(builder::find_projects(dir.path(), catalog(), {"good"}).size() == 1);
    CHECK_THROWS_AS(builder::find_projects(dir.path(), catalog()), Error);
}

TEST_CASE("manifest, Dockerfile and files are read through links that stay inside only") {
    const Cloned cloned;
    const auto link = [&](const char* target, const char* name) {
        fs::remove(cloned.project / name);
        fs::create_symlink(target, cloned.project / name);
    };
    link("../outside.json", "Dockerfile");
    CHECK_THAT(cloned.outcome(), contains("Dockerfile leads out of"));
    fs::create_directory(cloned.project / "docker");
    write_file(cloned.project / "docker/file", "FROM scratch\n");
    link("docker/file", "Dockerfile");
    CHECK(found_in(cloned.project).dockerfile->stages.size() == 1);
    link("..", "assets");
    write_file(cloned.project / "acapctl.toml", "build.files = [\"assets/outside.json\"]");
    CHECK_THAT(cloned.outcome(), contains("assets/outside.json leads out of"));
    write_file(cloned.project / "acapctl.toml", "variants.x.manifest = \"assets/outside.json\"");
    CHECK_THAT(cloned.outcome(), contains("leads out of"));
    fs::remove(cloned.project / "acapctl.toml");
    link("../outside.json", "manifest.json.cpu");
    CHECK_THAT(cloned.outcome(), contains("manifest.json.cpu leads out of"));
    fs::remove(cloned.project / "manifest.json.cpu");
    link("../outside.json", "manifest.json");
    CHECK_THAT(cloned.outcome(), contains("manifest.json leads out of"));
    link("/dev/zero", "manifest.json");
    CHECK_THAT(cloned.outcome(), contains("manifest.json leads out of"));
    fs::remove(cloned.project / "manifest.json");
    REQUIRE(::mkfifo((cloned.project / "manifest.json").c_str(), 0600) == 0);
    CHECK_THAT(cloned.outcome(), contains("not a regular file"));
}

TEST_CASE("what the Dockerfile gives acap-build is looked at as what the project file names") {
    const Cloned cloned;
    fs::create_symlink("..", cloned.project / "assets");
    for (const char* option : {"-m assets/outside.json", "-a assets/outside.json"}) {
        write_file(cloned.project / "Dockerfile",
                   std::string("FROM axisecp/acap-native-sdk:12.0.0-aarch64-ubuntu24.04\n"
                               "COPY . /opt/app\nRUN cd /opt/app && acap-build . ") +
                       option + "\n");
        CHECK_THAT(cloned.outcome(), contains("assets/outside.json leads out of"));
    }
}

TEST_CASE("a project has a sane number of variants") {
    const Cloned cloned;
    for (int i = 0; i < 100; ++i)
        write_file(cloned.project / ("manifest.json.v" + std::to_string(i)), manifest);
    CHECK(found_in(cloned.project).manifests.size() == 101);
    write_file(cloned.project / "manifest.json.v100", manifest);
    CHECK_THAT(cloned.outcome(), contains("more than 100 variants"));
}
