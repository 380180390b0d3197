#include "sdk/package_needs.hpp"

#include "catch.hpp"
#include "support/text.hpp"

#include <algorithm>

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
    CHECK(input.root_place.empty());
    CHECK_FALSE(input.requires_dlpu);

    input = compatibility_input(scan_of(
        R"({"user": {"username": "sdk", "group": "root"},
            "compatibleOsVersions": [{"min": "11.11", "max": "11"}, {"max": "13"}]})",
        R"({"deepLearningProcessor": {"enabled": true, "required": true}})"));
    CHECK(input.root_place == "manifest.json: acapPackageConf.setup.user");
    CHECK(input.requires_dlpu);
    REQUIRE(input.declared);
    CHECK(describe(*input.declared) == "AXIS OS 11.11 or later, before 12; or before 14");
}

TEST_CASE("what package.conf alone says decides too, and is named") {
    PackageScan scan = scan_of("{}");
    scan.package.manifest.reset();
    scan.package.schema_version.clear();
    scan.package.conf = {{"APPGRP", "root"}, {"APPUSR", "sdk"}, {"APPOPTS", "-d cpu-tflite"}};
    const CompatibilityInput input = compatibility_input(scan);
    CHECK(input.root_place == "package.conf: APPGRP");
    CHECK(input.run_options == std::vector<std::string>{"-d", "cpu-tflite"});
    CHECK(input.run_options_place == "package.conf: APPOPTS");
}

TEST_CASE("package.conf stands for the manifest on devices that know none, if both are for them") {
    const auto twin = [](const std::string& setup, const std::string& conf,
                         const std::string& resources = "") {
        PackageScan scan = scan_of(setup);
        scan.package.schema_version = "1.3";
        scan.package.manifest = R"({"schemaVersion": "1.3", )" + resources +
                                R"("acapPackageConf": {"setup": )" + setup + "}}";
        if (!conf.empty()) scan.package.conf = {{"REQEMBDEVVERSION", conf}};
        return compatibility_input(scan).conf_twin;
    };
    const std::string two = R"({"embeddedSdkVersion": "2.18"})";
    CHECK(twin(two, "2.18") == ConfTwin::whole);
    CHECK(twin(two, "") == ConfTwin::none); // there is no package.conf
    CHECK(twin(two, "2.18", R"("resources": {"dbus": {}}, )") == ConfTwin::part);
    CHECK(twin("{}", "2.0") == ConfTwin::none); // the SDK's own default
    CHECK(twin(R"({"embeddedSdkVersion": "3.0"})", "3.0") == ConfTwin::none);
}

TEST_CASE("behind a script for all, its programs say where it runs") {
    PackageScan scan = scan_of("{}");
    scan.package.architecture = "all";
    scan.elf[0].path = "bin/arm64/tool";
    scan.elf[0].facts.type = ElfType::executable;
    CHECK(compatibility_input(scan).helper_architectures == std::vector<std::string>{"aarch64"});
    scan.elf.push_back(scan.elf[0]);
    scan.elf[1].facts.machine = "arm";
    scan.elf[1].facts.architecture = "armv7hf";
    CHECK(compatibility_input(scan).helper_architectures.size() == 2);
}

TEST_CASE("a file of a machine that no SDK knows any more is for its devices") {
    PackageScan scan = scan_of("{}");
    scan.package.architecture = "mipsisa32r2el";
    ElfFacts& facts = scan.elf[0].facts;
    facts.machine = "mips";
    facts.architecture = "mipsisa32r2el";
    CHECK(compatibility_input(scan).program_architecture == "mipsisa32r2el");
    scan.package.architecture = "armv6";
    facts = {.bits = 32, .machine = "arm"};
    CHECK(compatibility_input(scan).program_architecture == "armv6");
    facts.little_endian = false;
    CHECK(compatibility_input(scan).program_architecture == "arm");
}

TEST_CASE("programs of 32 bits without 64-bit time are told, and executable stacks") {
    PackageScan scan = scan_of("{}");
    scan.package.architecture = "armv7hf";
    ElfFacts& facts = scan.elf[0].facts;
    facts = {.bits = 32,
             .machine = "arm",
             .architecture = "armv7hf",
             .type = ElfType::executable,
             .dynamic = true,
             .imports = {{"time", "GLIBC_2.4"}, {"__open64", "GLIBC_2.4"}},
             .executable_stack = true};
    const auto partner = [&](const std::vector<NeededLibrary>& libraries) {
        scan.elf[0].libraries = libraries;
        const CompatibilityInput input = compatibility_input(scan);
        CHECK(input.time32_file == (input.time32_library.empty() ? "" : "app"));
        return input.time32_library;
    };
    const std::vector<NeededLibrary> libraries{{"libc.so.6"}, {"libcurl.so.4"}};
    CHECK(compatibility_input(scan).stack_file == "app");
    CHECK(partner(libraries) == "libcurl.so.4");
    CHECK(partner({{"libc.so.6"}, {"libgcc_s.so.1"}}).empty()); // glibc keeps both for programs
    CHECK(partner({{"libc.so.6"}, {"libown.so.1", "lib/libown.so.1"}}).empty());
    facts.type = ElfType::shared;
    CHECK(partner(libraries) == "libcurl.so.4");
    facts.imports.push_back({"__time64", "GLIBC_2.34"});
    CHECK(partner(libraries).empty());
    facts.imports.pop_back();
    facts.dynamic = false; // it has its own C library
    CHECK(partner(libraries).empty());
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
    const auto from = [](const std::string& min) {
        return scan_of(R"({"appName": "app", "vendor": "v", "vendorId": "0123456789",)"
                       R"("version": "1.0.0", "runMode": "never", "architecture": "aarch64",)"
                       R"("compatibleOsVersions": [{"max": "13", "min": ")" +
                           min + R"("}]})",
                       R"({"linux": {"user": {"groups": ["video"]}}})");
    };
    const PackageScan wide = from("12.10");
    const PackageScan narrow = from("12.11");
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

TEST_CASE("a manifest that its schema refuses is told, as a package and as a project") {
    const auto fault = [](const std::string& setup, manifest::Stage stage) {
        return manifest_fault(
            JsonDocument::parse(R"({"schemaVersion": "1.7.0", "acapPackageConf": {"setup": {)"
                                R"("appName": "app", "vendor": "v", "version": "1.0.0",)"
                                R"("runMode": "never")" +
                                    setup + "}}}",
                                "manifest.json"),
            stage);
    };
    CHECK(fault(R"(, "architecture": "all")", manifest::Stage::package).empty());
    CHECK_THAT(fault(R"(, "appNmae": "x")", manifest::Stage::source),
               contains("$.acapPackageConf.setup.appNmae: "));
    const CompatibilityInput input = compatibility_input(scan_of(R"({"appName": "app"})"));
    CHECK_FALSE(input.manifest_fault.empty());
    const auto needs = compatibility(input, Knowledge::built_in()).requirements;
    const auto found = std::ranges::find(needs, RequirementKind::manifest, &Requirement::kind);
    REQUIRE(found != needs.end());
    CHECK(describe(found->allows) == "AXIS OS before 10.7"); // which reads package.conf alone
}
