#include "builder/record/record.hpp"

#include "catch.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

#include <nlohmann/json.hpp>
#include <sys/stat.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    TempDir project{};
    builder::Workspace workspace = builder::Workspace::make(project.path());
    builder::Built built{};

    Fixture() {
        built.package.path = project.path() / "build/app_1_0_0_aarch64.eap";
        write_file(built.package.path, "package");
        built.package.sha256 = sha256("package");
    }
    void write(const std::string& key) const {
        builder::write_record(workspace, builder::Plan{.key = key}, {built});
    }
    fs::path file(const std::string& key) const { return workspace.path(key + ".json"); }
    builder::LastBuild last() const { return builder::last_build(project.path()).value(); }
};

} // namespace

TEST_CASE("the last build is what its records say, as far as it still exists") {
    const TempDir never_built;
    CHECK_FALSE(builder::last_build(never_built.path()));
    const Fixture fixture;
    CHECK(fixture.last().packages.empty());
    fixture.write("aarch64");
    CHECK(fs::equivalent(fixture.last().packages.at(0), fixture.built.package.path));
    CHECK_FALSE(fixture.last().elsewhere);
    fs::remove(fixture.built.package.path);
    CHECK(fixture.last().packages.empty());
}

TEST_CASE("what has a package's name, and is not what was built, is told and not taken") {
    const Fixture fixture;
    fixture.write("aarch64");
    const fs::path& package = fixture.built.package.path;
    const auto is_replaced = [&] {
        return fixture.last().packages.empty() && fixture.last().replaced.size() == 1;
    };
    write_file(package, "trojan");
    CHECK(is_replaced());
    const fs::path elsewhere = fixture.project.path() / "elsewhere";
    write_file(elsewhere, "package");
    for (const char* target : {"../elsewhere", "../nowhere"}) {
        fs::remove(package);
        fs::create_symlink(target, package);
        CHECK(is_replaced());
    }
    fs::remove(package);
    REQUIRE(::mkfifo(package.c_str(), 0600) == 0);
    CHECK(is_replaced());
    fs::remove(package);
    write_file(package, "package");
    CHECK(fixture.last().packages.size() == 1);
    CHECK(fixture.last().replaced.empty());
}

TEST_CASE("the last SDK image is remembered, and the host's compiler is none") {
    Fixture fixture;
    CHECK_FALSE(builder::last_image(fixture.project.path()));
    fixture.built.toolchain = {.engine = builder::EngineKind::host, .sdk = "host"};
    fixture.write("armv7hf");
    CHECK_FALSE(builder::last_image(fixture.project.path()));
    fixture.built.toolchain = {.engine = builder::EngineKind::docker,
                               .sdk = "12.0.0",
                               .image = "sdk:12",
                               .image_id = "id"};
    fixture.write("aarch64");
    CHECK(builder::last_image(fixture.project.path()).value().name == "sdk:12");
}

TEST_CASE("the digests of images are recorded, null where no registry has told one") {
    Fixture fixture;
    fixture.built.toolchain = {.image = "sdk:12",
                               .registry_digests = {{"sdk:12", "sha256:1"}, {"imported", ""}}};
    fixture.write("aarch64");
    const auto record = nlohmann::json::parse(read_file(fixture.file("aarch64")));
    CHECK(record["imageDigests"]["sdk:12"] == "sha256:1");
    CHECK(record["imageDigests"]["imported"].is_null());
}

TEST_CASE("a record that was not written here by this user is told, and not believed") {
    Fixture fixture;
    fixture.built.toolchain = {.image = "--privileged", .image_id = "id"};
    fixture.write("aarch64");
    const std::string text = read_file(fixture.file("aarch64"));
    const std::string nested(100'000, '[');
    std::string changed = text;
    changed.replace(changed.find("app_1"), 5, "bad_1");
    std::string unsealed = text;
    unsealed.erase(unsealed.find("\"seal\""), 6).insert(unsealed.find("{"), "");
    for (const std::string& other :
         {std::string(), std::string("{"), std::string("[]"), std::string("{\"packages\": 7}"),
          nested, changed, unsealed,
          std::string("{\"packages\": [{\"path\": \"/etc/passwd\"}]}")}) {
        INFO(other.substr(0, 40));
        write_file(fixture.file("aarch64"), other);
        CHECK(fixture.last().packages.empty());
        CHECK(fixture.last().elsewhere);
        CHECK_FALSE(builder::last_image(fixture.project.path()));
    }
    write_file(fixture.file("aarch64"), text);
    CHECK(fixture.last().packages.size() == 1);
    // It says the same elsewhere, where it was not written.
    const Fixture other;
    write_file(other.file("aarch64"), text);
    CHECK(other.last().packages.empty());
    CHECK(other.last().elsewhere);
}

TEST_CASE("a record behind a link is none") {
    const Fixture fixture;
    fixture.write("aarch64");
    const TempDir clone;
    fs::create_directory_symlink(fixture.project.path() / "build", clone.path() / "build");
    CHECK_FALSE(builder::last_build(clone.path()));
    CHECK_THROWS_AS(builder::Workspace::make(clone.path()), Error);
    CHECK_THROWS_AS(builder::Workspace::check(clone.path()), Error);
}

TEST_CASE("a record says what was built, whatever it is called") {
    const TempDir project;
    builder::Plan plan;
    plan.project = project.path();
    plan.key = "aarch64";
    plan.output = project.path() / "build";
    std::vector<builder::Built> built;
    for (const char* name : {"a_1_0_0_aarch64.eap", "sp ace.eap", "\"quotes\"\\.eap",
                             "\xC3\xA4.eap", "esc\x1b[2J.eap", "..eap", "new\nline.eap"}) {
        builder::Built one;
        one.package = {.path = plan.output / name,
                       .architecture = "aarch64",
                       .sha256 = std::string(64, '0'),
                       .size = built.size()};
        one.toolchain = {
            .engine = builder::EngineKind::docker, .sdk = "12", .image = "i", .image_id = "id"};
        built.push_back(one);
    }
    builder::write_record(builder::Workspace::make(project.path()), plan, built,
                          {.warnings = {"w"}});
    const auto recorded = builder::read_record(plan);
    REQUIRE(recorded);
    REQUIRE(recorded->built.size() == built.size());
    CHECK(recorded->warnings == std::vector<std::string>{"w"});
    for (std::size_t i = 0; i < built.size(); ++i) {
        INFO(built[i].package.path);
        CHECK(recorded->built[i].package.path == built[i].package.path.lexically_normal());
        CHECK(recorded->built[i].package.size == i);
        CHECK(recorded->built[i].toolchain.image_id == "id");
    }
}
