#include "package/elf_scan.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"
#include "unit/package/elf_samples.hpp"
#include "unit/package/samples.hpp"

#include <algorithm>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

// An application called "app", packed by tar and gzip.
fs::path packed(const fs::path& directory, const std::vector<std::string>& options = {}) {
    samples::build_application("aarch64-linux-gnu", directory, options);
    write_file(directory / "package.conf", "APPNAME=\"app\"\nAPPTYPE=\"aarch64\"\n");
    write_file(directory / "LICENSE", "free\n");
    write_file(directory / "app.eap",
               samples::archive(directory, {"app", "package.conf", "LICENSE", "lib"}));
    return directory / "app.eap";
}

NeededLibrary library_of(const PackageScan& scan, const std::string& path,
                         const std::string& name) {
    const ElfMember* member = scan.find(path);
    REQUIRE(member != nullptr);
    const auto found = std::ranges::find(member->libraries, name, &NeededLibrary::name);
    REQUIRE(found != member->libraries.end());
    return *found;
}

Member file_at(std::string path) {
    return {.path = std::move(path)};
}

Member link_to(std::string path, std::string target) {
    return {.path = std::move(path), .type = MemberType::symlink, .link = std::move(target)};
}

} // namespace

TEST_CASE("a package tells which libraries it brings and which the device must have") {
    const TempDir dir;
    const PackageScan scan = scan_package(packed(dir.path()));
    CHECK(scan.package.app_name == "app");
    CHECK(scan.package.members.size() == 6);
    CHECK(scan.elf.size() == 2); // the symlink is no second library
    CHECK(library_of(scan, "app", "libhelper.so.1").provider == "lib/libhelper.so.1.2");
    CHECK(library_of(scan, "app", "libhelper.so.1").found);
    CHECK(library_of(scan, "app", "libc.so.6").provider == "");
    CHECK(library_of(scan, "lib/libhelper.so.1.2", "liblarod.so.1").provider == "");
}

TEST_CASE("an ELF file above the limit is named, not read") {
    const TempDir dir;
    const PackageScan scan = scan_package(packed(dir.path()), 1000);
    REQUIRE(scan.elf.size() == 2);
    CHECK_THAT(scan.elf[0].facts.problems.at(0), contains("larger than"));
    CHECK(scan.elf[0].facts.machine == "");
}

TEST_CASE("a damaged ELF file is a problem of that file, not of the package") {
    const TempDir dir;
    packed(dir.path());
    write_file(dir.path() / "app", std::string("\x7f"
                                               "ELF",
                                               4));
    write_file(dir.path() / "app.eap",
               samples::archive(dir.path(), {"app", "package.conf", "lib"}));
    const PackageScan scan = scan_package(dir.path() / "app.eap");
    REQUIRE(scan.elf.size() == 2);
    CHECK_THAT(scan.elf[0].facts.problems.at(0), contains("damaged"));
    CHECK(scan.elf[1].facts.architecture == "aarch64");
}

TEST_CASE("libraries are found where the loader looks") {
    struct Case {
        std::string rpath;
        std::vector<Member> members;
        std::string provider;
        bool found;
    };
    const std::vector<Case> cases = {
        {"$ORIGIN/lib", {file_at("lib/libx.so.1")}, "lib/libx.so.1", true},
        {"${ORIGIN}/lib", {file_at("lib/libx.so.1")}, "lib/libx.so.1", true},
        {"$ORIGIN", {file_at("libx.so.1")}, "libx.so.1", true},
        {"$ORIGIN/../app/lib", {file_at("lib/libx.so.1")}, "lib/libx.so.1", false}, // leaves it
        {"/usr/local/packages/app/lib", {file_at("lib/libx.so.1")}, "lib/libx.so.1", true},
        {"/usr/local/packages/application", {file_at("libx.so.1")}, "libx.so.1", false},
        {"", {file_at("lib/libx.so.1")}, "lib/libx.so.1", false},
        {"/opt/lib", {file_at("other/libx.so.1")}, "other/libx.so.1", false},
        {"$ORIGIN/lib",
         {file_at("lib/libx.so.1.2"), link_to("lib/libx.so.1", "libx.so.1.2")},
         "lib/libx.so.1.2",
         true},
        {"$ORIGIN/lib",
         {file_at("libx.so.1.2"), link_to("lib/libx.so.1", "../libx.so.1.2")},
         "libx.so.1.2",
         true},
        {"$ORIGIN/lib", {link_to("lib/libx.so.1", "gone")}, "", true},
        {"$ORIGIN/lib", {link_to("lib/libx.so.1", "/usr/lib/libx.so.1")}, "", true},
        {"$ORIGIN/lib", {link_to("lib/libx.so.1", "libx.so.1")}, "", true}, // a loop
        {"$ORIGIN/lib", {}, "", true},
    };
    for (const Case& c : cases) {
        INFO(c.rpath << " " << (c.members.empty() ? "" : c.members.back().path));
        PackageScan scan;
        scan.package.app_name = "app";
        scan.package.members = c.members;
        scan.package.members.push_back(file_at("app"));
        ElfMember app{.path = "app"};
        app.facts.needed = {"libx.so.1"};
        if (!c.rpath.empty()) app.facts.rpath = {c.rpath};
        scan.elf = {app};
        resolve_needed(scan);
        CHECK(library_of(scan, "app", "libx.so.1").provider == c.provider);
        CHECK(library_of(scan, "app", "libx.so.1").found == c.found);
    }
}

// Names times directories of the search path would be forty million lookups.
TEST_CASE("many names and many directories to search are resolved one by one") {
    PackageScan scan;
    scan.package.app_name = "app";
    ElfMember app{.path = "app"};
    for (int i = 0; i < 20'000; ++i) {
        app.facts.needed.push_back("lib" + std::to_string(i));
        scan.package.members.push_back(
            file_at("d" + std::to_string(i % 2000) + "/lib" + std::to_string(i)));
    }
    for (int i = 1; i < 2000; ++i) app.facts.runpath.push_back("$ORIGIN/d" + std::to_string(i));
    scan.elf = {app};
    resolve_needed(scan);
    const auto& libraries = scan.elf[0].libraries;
    REQUIRE(libraries.size() == 20'000);
    CHECK(libraries[19'999].provider == "d1999/lib19999");
    CHECK(libraries[19'999].found);
    CHECK(libraries[2000].provider == "d0/lib2000");
    CHECK_FALSE(libraries[2000].found);
}

TEST_CASE("of two libraries of one name the loader takes the first that it comes to") {
    PackageScan scan;
    scan.package.members = {file_at("b/libx.so.1"), file_at("a/libx.so.1"), file_at("app")};
    ElfMember app{.path = "app"};
    app.facts.needed = {"libx.so.1"};
    app.facts.runpath = {"$ORIGIN/none", "$ORIGIN/a", "$ORIGIN/b"};
    scan.elf = {app};
    resolve_needed(scan);
    CHECK(library_of(scan, "app", "libx.so.1").provider == "a/libx.so.1");
}
