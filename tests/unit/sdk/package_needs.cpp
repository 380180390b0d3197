#include "sdk/package_needs.hpp"

#include "catch.hpp"
#include "support/text.hpp"

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

PackageScan scan_of(const std::string& setup, const std::string& resources = "{}") {
    PackageScan scan;
    scan.package.app_name = "app";
    scan.package.architecture = "aarch64";
    scan.package.schema_version = "2.0.0";
    scan.package.manifest = R"({"schemaVersion": "2.0.0", "resources": )" + resources +
                            R"(, "acapPackageConf": {"setup": )" + setup + "}}";
    ElfMember app{.path = "app"};
    app.facts.machine = app.facts.architecture = "aarch64";
    app.facts.versions = {{"libc.so.6", {"GLIBC_2.34"}}, {"libown.so.1", {"OWN_1"}}};
    app.libraries = {{.name = "libc.so.6"}, {.name = "libown.so.1", .provider = "lib/libown.so.1"}};
    scan.elf = {app};
    return scan;
}

std::string symbols(const CompatibilityInput& input) {
    std::vector<std::string> names;
    for (const SymbolNeed& need : input.symbols) names.push_back(need.file + ":" + need.symbol);
    return text::join(names, " ");
}

} // namespace

TEST_CASE("what decides where a package runs is read from its manifest") {
    CompatibilityInput input = compatibility_input(scan_of("{}"));
    CHECK_FALSE(input.declared);
    CHECK_FALSE(input.root_user);
    CHECK_FALSE(input.requires_dlpu);

    input = compatibility_input(scan_of(
        R"({"user": {"username": "sdk", "group": "root"},
            "compatibleOsVersions": [{"min": "11.11", "max": "11"}, {"max": "13"}]})",
        R"({"deepLearningProcessor": {"enabled": true, "required": true}})"));
    CHECK(input.root_user);
    CHECK(input.requires_dlpu);
    REQUIRE(input.declared);
    CHECK(describe(*input.declared) == "AXIS OS 11.11 or later, before 12; or before 14");
}

TEST_CASE("a manifest with wrong types decides nothing") {
    for (const char* setup :
         {R"({"compatibleOsVersions": "12"})", R"({"compatibleOsVersions": []})",
          R"({"compatibleOsVersions": {"min": "12"}})", R"([])", "null"})
        CHECK_FALSE(compatibility_input(scan_of(setup)).declared);
    const auto odd = compatibility_input(scan_of(R"({"compatibleOsVersions": [{"min": 12}]})"));
    CHECK(describe(odd.declared.value()) == "AXIS OS any version");
}

TEST_CASE("versions of libraries that the package brings do not count") {
    const CompatibilityInput input = compatibility_input(scan_of("{}"));
    CHECK(symbols(input) == "app:GLIBC_2.34");
    REQUIRE(input.libraries.size() == 1);
    CHECK(input.libraries[0].library == "libc.so.6");
}

TEST_CASE("a file for another machine needs nothing of the device") {
    PackageScan scan = scan_of("{}");
    ElfMember tool = scan.elf[0];
    tool.path = "tool";
    tool.facts.machine = tool.facts.architecture = "x86_64";
    scan.elf.push_back(tool);
    CHECK(symbols(compatibility_input(scan)) == "app:GLIBC_2.34");
    scan.elf[0].facts.architecture = "armv7hf";
    CHECK(compatibility_input(scan).program_architecture == "armv7hf");
}

TEST_CASE("two packages may be allowed on other AXIS OS versions") {
    const PackageScan wide = scan_of(R"({"compatibleOsVersions": [{"min": "12.10"}]})");
    const PackageScan narrow = scan_of(R"({"compatibleOsVersions": [{"min": "12.11"}]})");
    const Knowledge knowledge = Knowledge::built_in();
    CHECK_FALSE(floor_change(wide, wide, knowledge));
    const auto raised = floor_change(wide, narrow, knowledge);
    REQUIRE(raised);
    CHECK_THAT(raised->before, contains("12.10"));
    CHECK_THAT(raised->after, contains("12.11"));
    CHECK(raised->narrower);
    const auto lowered = floor_change(narrow, wide, knowledge);
    REQUIRE(lowered);
    CHECK_FALSE(lowered->narrower);
}
