// compat, the preflight of deploy and lint about one package on one device: one judge, one answer.
#include "sdk/judgement.hpp"

#include "catch.hpp"
#include "device/deploy/preflight.hpp"
#include "lint/lint.hpp"
#include "sdk/package_needs.hpp"
#include "support/files.hpp"
#include "unit/model/samples.hpp"
#include "unit/package/elf_samples.hpp"
#include "unit/package/samples.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

const sdk::Catalog& catalog() {
    return sdk::Catalog::built_in();
}

// A signed package, so that nothing else depends on the AXIS OS but what a case adds.
struct Made {
    std::string schema = "1.3";
    std::string architecture = "all";
    std::string setup{};     // further fields
    std::string resources{}; // the same
    std::string library{};   // of the device that it links to,
    std::string symbol{};    // with this version
    std::string model{};     // of tests/data/make-tflite
    std::string options{};   // the program's arguments; then there is no manifest
};

void link_program(const Made& made, const fs::path& tree) {
    const std::string triplet =
        made.architecture == "armv7hf" ? "arm-linux-gnueabihf" : "aarch64-linux-gnu";
    std::vector<std::string> options = {"-shared", "-fPIC", "-nostdlib",
                                        "-Wl,-soname," + made.library};
    if (!made.symbol.empty()) {
        write_file(tree / "map", made.symbol + " { global: f; local: *; };");
        options.push_back("-Wl,--version-script,map");
    }
    samples::compile(triplet, tree, "int f(void) { return 0; }", made.library, options);
    samples::compile(triplet, tree, "int f(void); int main(void) { return f(); }", "sample",
                     {"-nostdlib", "-Wl,-e,main", (tree / made.library).string()});
    fs::remove(tree / made.library);
    fs::remove(tree / "map");
}

fs::path make(const Made& made, const fs::path& directory) {
    const fs::path tree = directory / "tree";
    fs::create_directories(tree);
    write_file(tree / "manifest.json",
               fmt::format(R"({{"schemaVersion": "{}", "acapPackageConf": {{"setup": {{)"
                           R"("appName": "sample", "vendor": "Acme", "version": "1.0.0", )"
                           R"("runMode": "never", "architecture": "{}"{}}}}}{}}})",
                           made.schema, made.architecture, made.setup, made.resources));
    write_file(
        tree / "package.conf",
        "APPNAME=\"sample\"\nVENDOR=\"Acme\"\nVERSION=\"1.0.0\"\nREQEMBDEVVERSION=\"2.18\"\n" +
            fmt::format("APPTYPE=\"{}\"\nAPPOPTS=\"{}\"\n", made.architecture, made.options));
    write_file(tree / "sample", "#!/bin/sh\n", 0755);
    if (!made.library.empty()) link_program(made, tree);
    const fs::path file = directory / "sample.eap";
    std::vector<std::string> members{"package.conf", "sample"};
    if (made.options.empty()) members.emplace_back("manifest.json");
    if (!made.model.empty()) {
        write_file(tree / "m.tflite", samples::model(made.model));
        members.emplace_back("m.tflite");
    }
    write_file(file, samples::archive(tree, members) + std::string(512, 's'));
    return file;
}

std::string by_compat(const fs::path& file, const sdk::DeviceFacts& device) {
    const auto needs = sdk::compatibility(sdk::compatibility_input(scan_package(file)),
                                          sdk::Knowledge::built_in());
    return runs_name(needs.on(device).runs);
}

std::string by_deploy(const fs::path& file, const device::Facts& facts, const std::string& id) {
    const auto checks = device::preflight(device::read_candidate(file, sdk::Knowledge::built_in()),
                                          {.facts = facts}, catalog());
    const auto found = std::ranges::find(checks, id, &device::Check::id);
    REQUIRE(found != checks.end());
    return device::check_result_name(found->result);
}

std::string by_lint(const fs::path& file, const sdk::DeviceFacts& device, const std::string& rule) {
    std::string result = "yes";
    for (const lint::Finding& finding :
         lint::lint({.paths = {file}, .target = device}, sdk::Knowledge::built_in()).findings) {
        if (finding.rule->id == rule) return "no";
        if (finding.rule->id == "target-unknown" || finding.rule->id == "target-lts-doubt")
            result = "unknown";
    }
    return result;
}

struct Case {
    std::string what;
    device::Facts device; // what it tells
    std::string expected;
};

void compare(const Made& made, const std::string& check, const std::string& rule,
             const std::vector<Case>& cases) {
    const TempDir dir;
    const fs::path file = make(made, dir.path());
    for (const Case& each : cases) {
        INFO(check << ": " << each.what);
        const sdk::DeviceFacts device = sdk::device_facts(each.device.architecture, each.device.soc,
                                                          each.device.axis_os, catalog());
        CHECK(by_compat(file, device) == each.expected);
        CHECK(by_deploy(file, each.device, check) == each.expected);
        CHECK(by_lint(file, device, rule) == each.expected);
    }
}

device::Facts camera(const std::string& soc, const std::string& axis_os = "12.11.72",
                     const std::string& architecture = "aarch64") {
    return {.architecture = architecture, .soc = soc, .axis_os = axis_os};
}

const std::string vendor_id = R"(, "vendorId": "aaaabbbbcc")";

} // namespace

TEST_CASE("one judge: a deep learning processor that is required") {
    compare(
        {.schema = "2.0.0",
         .setup = vendor_id + R"(, "compatibleOsVersions": [{"min": "11.11"}])",
         .resources =
             R"(, "resources": {"deepLearningProcessor": {"enabled": true, "required": true}})"},
        "chip", "target-no-dlpu",
        {
            {"a chip with it", camera("Axis Artpec-8"), "yes"},
            {"a chip without", camera("i.MX6SX", "12.11.72", "armv7hf"), "no"},
            {"a chip of which some models have it", camera("Axis Artpec-7", "11.11.248", "armv7hf"),
             "unknown"},
            {"a chip that the catalog lacks", camera("Axis Artpec-99"), "unknown"},
            {"no chip told", camera(""), "unknown"},
        });
}

TEST_CASE("one judge: a library that some chips lack") {
    compare({.architecture = "armv7hf", .library = "liblarod.so.1"}, "chip", "target-no-larod",
            {
                {"a chip with it", camera("Axis Artpec-7", "11.11.73", "armv7hf"), "yes"},
                {"a chip without", camera("Axis Artpec-6", "11.11.73", "armv7hf"), "no"},
                {"a chip that the catalog lacks", camera("X", "11.11.73", "armv7hf"), "unknown"},
                {"no chip told", camera("", "11.11.73", "armv7hf"), "unknown"},
            });
    compare({.schema = "2.0.0",
             .architecture = "aarch64",
             .setup = vendor_id + R"(, "compatibleOsVersions": [{"min": "12.10"}])",
             .library = "libmdb.so.1"},
            "chip", "target-no-library",
            {
                {"AXIS OS with it", camera("Axis Artpec-9"), "yes"},
                {"AXIS OS without", camera("Axis Artpec-9", "13.1"), "no"},
            });
}

TEST_CASE("one judge: a model that larod takes on some chips") {
    compare(
        {.schema = "1.7.1", .architecture = "aarch64", .library = "liblarod.so.1", .model = "int8"},
        "chip", "target-model-refused",
        {
            {"a chip that takes it", camera("Axis Artpec-9"), "yes"},
            {"a chip of which that is not known", camera("Ambarella CV25"), "unknown"},
        });
    compare({.schema = "1.7.1",
             .architecture = "aarch64",
             .library = "liblarod.so.1",
             .model = "custom"},
            "chip", "target-model-refused",
            {
                {"a chip that refuses it", camera("Axis Artpec-9"), "no"},
                {"a chip that refuses the format", camera("Ambarella CV25"), "no"},
            });
}

TEST_CASE("one judge: the larod device that a package without a manifest names") {
    for (const auto& [device, expected] :
         {std::pair{"axis-a8-dlpu-tflite", "yes"}, {"axis-a8-dlpu-native", "no"}})
        compare({.architecture = "aarch64",
                 .library = "liblarod.so.1",
                 .model = "int8",
                 .options = std::string("-c ") + device},
                "chip", "target-model-refused",
                {{device, camera("Axis Artpec-8", "11.11.192"), expected}});
}

TEST_CASE("one judge: the version of larod's library, and of glibc") {
    compare({.architecture = "aarch64", .library = "liblarod.so.1", .symbol = "LIBLAROD_3.0.0"},
            "symbols", "target-symbols",
            {
                {"AXIS OS with it", camera("Axis Artpec-8", "10.9"), "yes"},
                {"AXIS OS without", camera("Axis Artpec-8", "10.5.2"), "no"},
                {"AXIS OS not told", camera("Axis Artpec-8", ""), "unknown"},
            });
    compare({.schema = "1.7.0",
             .architecture = "aarch64",
             .library = "libm.so.6",
             .symbol = "GLIBC_2.42"},
            "symbols", "target-symbols",
            {
                {"AXIS OS with it", camera("Axis Artpec-8"), "yes"},
                {"AXIS OS without", camera("Axis Artpec-8", "11.11.73"), "no"},
                {"AXIS OS that no source speaks of", camera("Axis Artpec-8", "12.4"), "unknown"},
                {"AXIS OS not told", camera("Axis Artpec-8", ""), "unknown"},
                {"a chip that the catalog lacks", camera("Axis Artpec-99"), "yes"},
            });
}

TEST_CASE("one judge: the schema and the declared range of AXIS OS") {
    compare({.schema = "1.7.1"}, "axis-os", "target-schema",
            {
                {"AXIS OS with it", camera("Axis Artpec-8"), "yes"},
                {"AXIS OS before it", camera("Axis Artpec-8", "11.10.61"), "no"},
                {"AXIS OS that is said to take it", camera("Axis Artpec-8", "11.11.73"), "unknown"},
                {"AXIS OS not told", camera("Axis Artpec-8", ""), "unknown"},
                {"a chip that the catalog lacks", camera("Axis Artpec-99"), "yes"},
            });
    compare({.schema = "1.7.1"}, "axis-os", "target-schema-1",
            {{"AXIS OS after it", camera("Axis Artpec-9", "13.0"), "no"}});
    compare({.schema = "2.2.0", .setup = vendor_id + R"(, "compatibleOsVersions": [{}])"},
            "axis-os", "target-schema",
            {{"the LTS track, of which 2.0 is known", camera("Axis Artpec-8", "11.11.248"),
              "unknown"}});
    compare({.schema = "2.0.0",
             .setup = vendor_id + R"(, "compatibleOsVersions": [{"min": "12.11", "max": "12"}])"},
            "axis-os", "target-os-range",
            {
                {"AXIS OS within", camera("Axis Artpec-8"), "yes"},
                {"AXIS OS before", camera("Axis Artpec-8", "12.10.68"), "no"},
                {"AXIS OS after", camera("Axis Artpec-9", "13.1"), "no"},
                {"AXIS OS not told", camera("Axis Artpec-8", ""), "unknown"},
            });
}

TEST_CASE("one judge: a package with both worlds on devices that know one") {
    compare({.setup = R"(, "embeddedSdkVersion": "2.18")"}, "axis-os", "target-schema",
            {
                {"AXIS OS before manifests", camera("Axis Artpec-6", "9.80.1", "armv7hf"), "yes"},
                {"AXIS OS of older manifests", camera("Axis Artpec-6", "10.8", "armv7hf"), "no"},
                {"AXIS OS with it", camera("Axis Artpec-6", "10.12.65", "armv7hf"), "yes"},
            });
    compare({.setup = R"(, "embeddedSdkVersion": "2.18")",
             .resources = R"(, "resources": {"linux": {"user": {"groups": ["video"]}}})"},
            "axis-os", "target-schema",
            {{"what package.conf cannot ask for", camera("Axis Artpec-6", "9.80.1", "armv7hf"),
              "unknown"}});
    compare({.setup = R"(, "embeddedSdkVersion": "3.0")"}, "axis-os", "target-schema",
            {{"for devices with manifests", camera("Axis Artpec-6", "9.80.1", "armv7hf"), "no"}});
}

TEST_CASE("one judge: the architecture") {
    compare(
        {.architecture = "aarch64"}, "architecture", "target-architecture",
        {
            {"the same", camera("Axis Artpec-8"), "yes"},
            {"another", camera("Axis Artpec-7", "11.11.73", "armv7hf"), "no"},
            {"another, of a chip that the catalog lacks", camera("X", "12.11.72", "armv7hf"), "no"},
            {"the same, of a chip that the catalog lacks", camera("X"), "yes"},
            {"the same by another name", camera("X", "12.11.72", "arm64"), "yes"},
            {"one that no SDK knows any more", camera("X", "9.80.1", "mips"), "no"},
            {"not told", camera("", "12.11.72", ""), "unknown"},
        });
    CHECK(sdk::judge_architecture("mipsisa32r2el", {.architecture = "mips"}).verdict ==
          sdk::Verdict::yes); // as a device calls it
}

TEST_CASE("a question about any chip or AXIS OS is not one about an unknown one") {
    const sdk::Requirement dlpu = sdk::dlpu_requirement(catalog());
    const auto schema = sdk::schema_requirement("1.7.1", catalog().policies());
    const sdk::DeviceFacts any{.any_chip = true, .any_axis_os = true};
    CHECK(judge(dlpu, any).verdict == sdk::Verdict::yes);
    CHECK(judge(schema, any).verdict == sdk::Verdict::yes);
    CHECK(sdk::judge_architecture("aarch64", any).verdict == sdk::Verdict::yes);
    CHECK(judge(dlpu, {}).ground == sdk::Ground::chip);
    CHECK(judge(schema, {}).ground == sdk::Ground::axis_os);
}

TEST_CASE("what a probe has found on a device decides in the place of what its chip has") {
    const auto larod = sdk::larod_device_requirement("axis-a8-dlpu-tflite", "run", catalog());
    const auto edge = sdk::larod_device_requirement("google-edge-tpu-tflite", "run", catalog());
    const sdk::Requirement dlpu = sdk::dlpu_requirement(catalog());
    sdk::DeviceFacts seven = sdk::device_facts("armv7hf", "Axis Artpec-7", "12.11.77", catalog());
    CHECK(judge(dlpu, seven).verdict == sdk::Verdict::unknown); // models differ
    using Names = std::vector<std::string>;
    seven.measured = sdk::Measured{.larod_devices = Names{"cpu-tflite", "google-edge-tpu-tflite"},
                                   .dlpu = true,
                                   .when = "probed 3 h ago"};
    CHECK(judge(dlpu, seven).verdict == sdk::Verdict::yes);
    CHECK(judge(*edge, seven).verdict == sdk::Verdict::yes);
    CHECK(judge(*larod, seven).reason ==
          "needs the larod device axis-a8-dlpu-tflite (run), which the device does not have "
          "(probed 3 h ago: cpu-tflite, google-edge-tpu-tflite)");
    seven.measured = sdk::Measured{
        .larod_devices = Names{"cpu-tflite"}, .dlpu = false, .when = "probed 3 h ago"};
    CHECK(judge(dlpu, seven).verdict == sdk::Verdict::no);
    CHECK(judge(*edge, seven).verdict == sdk::Verdict::no);
}
