#include "builder/tree/fetched.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <set>

using namespace acapctl;
using namespace acapctl::builder;
namespace fs = std::filesystem;

namespace {

// A package of a script, in `directory` under that name.
void put_package(const fs::path& directory, const std::string& name) {
    const TempDir project;
    write_file(project.path() / "hello", "#!/bin/sh\n", 0755);
    write_file(project.path() / "LICENSE", "free");
    write_file(project.path() / "manifest.json", R"({"schemaVersion": "1.7.0", "acapPackageConf":
        {"setup": {"appName": "hello", "friendlyName": "Good Day", "vendor": "v",
         "version": "1.2.3", "architecture": "all", "runMode": "never"}}})");
    fs::rename(pack({.project = project.path(), .output = directory}).path, directory / name);
}

std::set<std::string> names_in(const fs::path& directory) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory))
        names.insert(entry.path().filename().string());
    return names;
}

} // namespace

TEST_CASE("of an image its package and licence come out, under the names of the manifest") {
    const TempDir image, output;
    const Plan plan{.app_name = "hello", .architecture = "aarch64", .output = output.path()};
    put_package(image.path(), "trusted_2_0_0\x1b[2J_aarch64.eap");
    for (const char* name : {"My_LICENSE.txt", "Good_Day_1_2_3_LICENSE.txt", "other.txt"})
        write_file(image.path() / name, "theirs");
    write_file(output.path() / "My_LICENSE.txt", "mine");
    const auto packages = take_packages(plan, Beneath(image.path()));
    REQUIRE(packages.size() == 1);
    CHECK(packages[0].path == output.path() / "Good_Day_1_2_3_all.eap");
    CHECK(names_in(output.path()) == std::set<std::string>{"Good_Day_1_2_3_LICENSE.txt",
                                                           "Good_Day_1_2_3_all.eap",
                                                           "My_LICENSE.txt"});
    CHECK(read_file(output.path() / "My_LICENSE.txt") == "mine");
}

TEST_CASE("a link is no licence, and two packages of one name are told") {
    const TempDir image, output;
    const Plan plan{.app_name = "hello", .architecture = "aarch64", .output = output.path()};
    put_package(image.path(), "a.eap");
    fs::create_symlink("/etc/passwd", image.path() / "Good_Day_1_2_3_LICENSE.txt");
    CHECK(take_packages(plan, Beneath(image.path())).size() == 1);
    CHECK(names_in(output.path()) == std::set<std::string>{"Good_Day_1_2_3_all.eap"});
    put_package(image.path(), "a.eap");
    put_package(image.path(), "b.eap");
    CHECK_THROWS_AS(take_packages(plan, Beneath(image.path())), Error);
}

TEST_CASE("a package that is another than the manifest says is told") {
    const TempDir image, output;
    Plan plan{.app_name = "hello",
              .version = "1.3.0",
              .root = "p",
              .manifest = "manifest.json",
              .architecture = "all",
              .output = output.path()};
    const auto warnings = [&] {
        put_package(image.path(), "a.eap");
        return take_packages(plan, Beneath(image.path())).front().warnings;
    };
    REQUIRE(warnings().size() == 1);
    CHECK(warnings()[0].find("a.eap has version 1.2.3 and p/manifest.json says 1.3.0") !=
          std::string::npos);
    for (const char* version : {"1.2.3", "", "@VERSION@"}) { // for the Dockerfile to replace
        plan.version = version;
        CHECK(warnings().empty());
    }
    plan.architecture = "armv7hf";
    REQUIRE(warnings().size() == 1);
    CHECK(warnings()[0].find("is for every architecture") != std::string::npos);
}
