#include "build/record.hpp"

#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
namespace fs = std::filesystem;

TEST_CASE("the last build is what its records say, as far as it still exists") {
    const TempDir project;
    CHECK_FALSE(build::last_packages(project.path()));
    const fs::path own = build::own_directory(project.path());
    fs::create_directories(own);
    CHECK(build::last_packages(project.path())->empty());
    build::Built built;
    built.package.path = project.path() / "build/app_1_0_0_aarch64.eap";
    build::write_record(own / "aarch64.json", build::Plan{}, {built});
    CHECK(build::last_packages(project.path())->empty());
    write_file(built.package.path, "package");
    CHECK(fs::equivalent(build::last_packages(project.path())->at(0), built.package.path));
}

TEST_CASE("the last SDK image is remembered, and the host's compiler is none") {
    const TempDir project;
    CHECK_FALSE(build::last_image(project.path()));
    const fs::path own = build::own_directory(project.path());
    fs::create_directories(own);
    build::Built built;
    built.package.path = "app.eap";
    built.toolchain = {.engine = "host", .sdk = "host"};
    build::write_record(own / "armv7hf.json", build::Plan{}, {built});
    CHECK_FALSE(build::last_image(project.path()));
    built.toolchain = {.engine = "docker", .sdk = "12.0.0", .image = "sdk:12", .image_id = "id"};
    build::write_record(own / "aarch64.json", build::Plan{}, {built});
    CHECK(build::last_image(project.path()).value().name == "sdk:12");
}

TEST_CASE("a damaged record is no record") {
    const TempDir project;
    const fs::path own = build::own_directory(project.path());
    fs::create_directories(own);
    for (const char* text :
         {"", "{", "[]", "{\"packages\": 7}", "{\"packages\": [7, null, {\"path\": 1}]}"}) {
        write_file(own / "aarch64.json", text);
        CHECK(build::last_packages(project.path())->empty());
        CHECK_FALSE(build::last_image(project.path()));
    }
}
