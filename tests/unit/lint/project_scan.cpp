#include "lint/project_scan.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"
#include "unit/package/elf_samples.hpp"
#include "unit/package/samples.hpp"

using namespace acapctl;
using namespace acapctl::lint;

namespace fs = std::filesystem;

namespace {

const std::string plain = R"({"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {
    "appName": "app", "vendor": "Acme", "version": "1.0.0", "runMode": "never"}}})";

} // namespace

TEST_CASE("a project that is not compiled counts as the package that its manifest describes") {
    const TempDir dir;
    write_file(dir.path() / "manifest.json", samples::manifest);
    const PackageScan scan = scan_project(dir.path());
    CHECK(scan.package.app_name == "sample");
    CHECK(scan.package.version == "1.2.3");
    CHECK(scan.package.architecture == "aarch64");
    CHECK(scan.package.schema_version == "1.7.1");
    CHECK(scan.elf.empty());
    write_file(dir.path() / "manifest.json", plain);
    CHECK(scan_project(dir.path()).package.architecture == "all");
}

TEST_CASE("what is compiled in a project tells its architecture and needs") {
    const TempDir dir;
    write_file(dir.path() / "manifest.json", plain);
    samples::build_application("aarch64-linux-gnu", dir.path());
    const PackageScan scan = scan_project(dir.path());
    CHECK(scan.package.architecture.empty()); // the program says it
    const ElfMember* program = scan.find("app");
    REQUIRE(program != nullptr);
    CHECK(program->facts.architecture == "aarch64");
    CHECK(scan.find("lib/libhelper.so.1.2") != nullptr);
}

TEST_CASE("of a project that is not compiled its Makefile says what it will link") {
    const TempDir dir;
    write_file(dir.path() / "manifest.json", plain);
    write_file(dir.path() / "Makefile", "PKGS = vdostream glib-2.0\n"
                                        "L = $(shell pkg-config --libs $(PKGS)) -lm\n");
    const auto needs = [&] {
        return project_needs(scan_project(dir.path()), dir.path(), sdk::Catalog::built_in());
    };
    CHECK_FALSE(needs().compiled);
    REQUIRE(needs().libraries.size() == 2);
    CHECK(needs().libraries[0].library == "libvdostream.so");
    CHECK(needs().libraries[0].file == "Makefile");
    write_file(dir.path() / "app", "#!/bin/sh\n", 0755); // a script is compiled
    CHECK(needs().compiled);
    CHECK(needs().libraries.empty());
}

TEST_CASE("of several manifests the plain one counts, else the first") {
    const TempDir dir;
    std::string other = samples::manifest;
    other.replace(other.find("1.2.3"), 5, "9.9.9");
    write_file(dir.path() / "manifest.json.artpec8", other);
    CHECK(scan_project(dir.path()).package.version == "9.9.9");
    write_file(dir.path() / "manifest.json", samples::manifest);
    CHECK(scan_project(dir.path()).package.version == "1.2.3");
}

TEST_CASE("a manifest that cannot be read is told with its place") {
    const TempDir dir;
    write_file(dir.path() / "manifest.json", "{\n  \"a\":");
    try {
        scan_project(dir.path());
        FAIL("it was read");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        CHECK_THAT(std::string(error.what()), contains("/manifest.json:2:"));
    }
}
