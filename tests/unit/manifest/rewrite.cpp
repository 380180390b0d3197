#include "manifest/rewrite.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "manifest/document.hpp"
#include "manifest/python_json.hpp"

using namespace acapctl;

namespace {

std::string manifest(const std::string& schema, const std::string& setup) {
    return R"({"schemaVersion": ")" + schema +
           R"(", "acapPackageConf": {"setup": {"appName": "a")" + setup + R"(}, "x": 1}})";
}

struct Rewritten {
    JsonDocument document;
    std::vector<std::string> warnings{};

    std::string setup(const char* path) const {
        return document.root.find("acapPackageConf")->find("setup")->text_at(path, "absent");
    }
};

Rewritten rewrite(const std::string& text, const RewriteTarget& target) {
    Rewritten result{JsonDocument::parse(text, "manifest.json")};
    result.warnings = rewrite_manifest(result.document, target);
    return result;
}

} // namespace

TEST_CASE("architecture is filled in from schema 1.3 on") {
    const struct {
        const char *schema, *setup, *result;
    } cases[] = {
        {"1.0", "", "absent"},
        {"1.2", "", "absent"},
        {"1.2.9", "", "absent"},
        {"1.3", "", "aarch64"},
        {"1.3.0", "", "aarch64"},
        {"1.10.0", "", "aarch64"},
        {"2.0.0", "", "aarch64"},
        {"1.7.1", R"(, "architecture": "all")", "all"},
        {"1.7.1", R"(, "architecture": "BUILDARCH")", "aarch64"},
        {"1.7.1", R"(, "architecture": "")", "aarch64"},
        {"1.7.1", R"(, "architecture": "aarch64")", "aarch64"},
        {"1.2", R"(, "architecture": "armv7hf")", "armv7hf"},
        {"1.7.1", R"(, "architecture": "armv7hf")", "error"},
    };
    for (const auto& [schema, setup, expected] : cases) {
        INFO(schema << " " << setup);
        try {
            const auto result = rewrite(manifest(schema, setup), {.architecture = "aarch64"});
            const std::string architecture = result.setup("architecture");
            CHECK(architecture == expected);
        } catch (const Error& error) {
            CHECK(std::string(expected) == "error");
            CHECK(error.failure().code == "wrong-architecture");
            CHECK_THAT(error.what(), contains("manifest.json:1:90: the manifest is for 'armv7hf'"));
        }
    }
}

TEST_CASE("what is filled in stands last and the rest stays in order") {
    const auto result =
        rewrite(manifest("1.7.1", R"(, "version": "1.0.0")"), {.architecture = "armv7hf"});
    CHECK(python_json(result.document.root) == R"({
    "schemaVersion": "1.7.1",
    "acapPackageConf": {
        "setup": {
            "appName": "a",
            "version": "1.0.0",
            "architecture": "armv7hf"
        },
        "x": 1
    }
})");
}

TEST_CASE("the lowest AXIS OS of schema 2 comes from the SDK") {
    const auto ranges = [](const std::string& list) {
        return R"(, "compatibleOsVersions": )" + list;
    };
    const auto first_min = [](const Rewritten& result) {
        return result.document.root.find_path("acapPackageConf.setup.compatibleOsVersions")
            ->items.at(0)
            .text_at("min", "absent");
    };
    const RewriteTarget sdk{.architecture = "all", .axis_os_version = "12.11.72"};
    auto result = rewrite(manifest("2.2.0", ranges(R"([{"max": "13"}])")), sdk);
    CHECK(first_min(result) == "12.11.72");
    CHECK(result.warnings.empty());

    result = rewrite(manifest("2.2.0", ranges(R"([{"min": "12.11"}])")), sdk);
    CHECK(first_min(result) == "12.11");
    REQUIRE(result.warnings.size() == 1);
    CHECK_THAT(result.warnings[0], contains("from AXIS OS 12.11 on") && contains("12.11.72"));

    CHECK(rewrite(manifest("2.2.0", ranges(R"([{"min": "12.11.72"}, {"min": "13"}])")), sdk)
              .warnings.empty());
    CHECK(first_min(rewrite(manifest("1.10.0", ranges(R"([{"max": "13"}])")), sdk)) == "absent");

    result = rewrite(manifest("2.2.0", ranges(R"([{"max": "13"}])")), {.architecture = "all"});
    CHECK(first_min(result) == "absent");
    REQUIRE(result.warnings.size() == 1);
    CHECK_THAT(result.warnings[0], contains("AXIS_OS_VERSION"));
}

TEST_CASE("schemaVersion is raised within its major, and only when the newest is known") {
    const auto schema = [](const std::string& from, const std::vector<std::string>& newest) {
        return rewrite(manifest(from, ""), {.architecture = "all", .newest_schemas = newest})
            .document.root.text_at("schemaVersion");
    };
    CHECK(schema("1.7.1", {}) == "1.7.1");
    CHECK(schema("1.7.1", {"1.11.0", "2.2.0"}) == "1.11.0");
    CHECK(schema("2.0.0", {"1.11.0", "2.2.0"}) == "2.2.0");
    CHECK(schema("1.12.0", {"1.11.0"}) == "1.12.0");
    CHECK(schema("1.3", {"1.3.0"}) == "1.3");
    const auto raised =
        rewrite(manifest("1.7.1", ""), {.architecture = "all", .newest_schemas = {"1.11.0"}});
    REQUIRE(raised.warnings.size() == 1);
    CHECK_THAT(raised.warnings[0], contains("schemaVersion 1.7.1 becomes 1.11.0"));
}
