#include "builder/record/symbols.hpp"

#include "acapctl/package.hpp"
#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
namespace fs = std::filesystem;

TEST_CASE("a package of scripts has no symbols, and nothing is made for it") {
    const TempDir dir;
    write_file(dir.path() / "manifest.json",
               R"({"schemaVersion": "1.7.0", "acapPackageConf": {"setup": {"appName": "script",
                   "vendor": "x", "version": "1.0.0", "runMode": "never", "architecture": "all"}}})");
    write_file(dir.path() / "LICENSE", "free\n");
    write_file(dir.path() / "script", "#!/bin/sh\n", 0755);
    const auto package = pack({.project = dir.path()});
    CHECK(builder::keep_symbols(package.path, dir.path(), builder::Workspace::make(dir.path()))
              .empty());
    CHECK_FALSE(fs::exists(dir.path() / "build/.acapctl/symbols"));
}
