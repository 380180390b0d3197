#include "manifest/schema/upgrade.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "manifest/document.hpp"

#include <algorithm>

using namespace acapctl;
using manifest::ManifestUpgrade;
using manifest::UpgradeStep;

namespace {

const std::string plain = R"({
    "schemaVersion": "1.7.0",
    "acapPackageConf": {
        "setup": {
            "appName": "door",
            "vendor": "Me",
            "version": "1.0.0",
            "runMode": "never",
            "embeddedSdkVersion": "3.0"
        }
    }
}
)";

ManifestUpgrade upgrade(const std::string& text, const std::string& vendor_id = "0123456789",
                        const std::string& schema = "") {
    return manifest::upgrade_manifest(
        text, "manifest.json", {.vendor_id = vendor_id, .last_axis_os = "13", .schema = schema});
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

bool speaks_of(const std::vector<UpgradeStep>& steps, const std::string& path) {
    return std::ranges::any_of(steps, [&](const UpgradeStep& step) { return step.path == path; });
}

} // namespace

TEST_CASE("a manifest of schema 1 becomes one of schema 2 that builds") {
    const ManifestUpgrade result = upgrade(plain);
    CHECK(result.from == "1.7.0");
    CHECK(result.to == "2.0.0");
    CHECK(result.text == R"({
    "schemaVersion": "2.0.0",
    "acapPackageConf": {
        "setup": {
            "appName": "door",
            "vendor": "Me",
            "version": "1.0.0",
            "runMode": "never",
            "vendorId": "0123456789",
            "compatibleOsVersions": [{"max": "13"}]
        }
    }
}
)");
    CHECK(result.validation.accepted());
    CHECK(result.validation.findings.empty());
    CHECK(speaks_of(result.decisions, "acapPackageConf.setup.vendorId"));
    CHECK(speaks_of(result.decisions, "acapPackageConf.setup.compatibleOsVersions"));
}

TEST_CASE("what schema 2 has no longer is taken away, with what that costs") {
    const ManifestUpgrade result = upgrade(
        replaced(plain, R"("setup")", R"("configuration": {"containers": {"containerHost": true}},
        "setup")"));
    CHECK(result.validation.accepted());
    CHECK(result.text.find("configuration") == std::string::npos);
    CHECK(speaks_of(result.decisions, "acapPackageConf.configuration.containers"));
    CHECK(speaks_of(result.changes, "acapPackageConf.setup.embeddedSdkVersion"));
}

TEST_CASE("a user that schema 2 does not take is left to the device, and 'sdk' stays") {
    const auto with_user = [](const std::string& name) {
        return replaced(plain, R"("runMode")",
                        R"("user": {"username": ")" + name + R"(", "group": ")" + name +
                            R"("}, "runMode")");
    };
    const ManifestUpgrade root = upgrade(with_user("root"));
    CHECK(root.text.find("username") == std::string::npos);
    CHECK(speaks_of(root.decisions, "acapPackageConf.setup.user"));
    CHECK(root.validation.findings.empty());
    const ManifestUpgrade sdk = upgrade(with_user("sdk"));
    CHECK(sdk.text.find(R"("username": "sdk")") != std::string::npos);
    CHECK_FALSE(speaks_of(sdk.decisions, "acapPackageConf.setup.user"));
}

TEST_CASE("groups and D-Bus methods that schema 2 does not allow are told and stay") {
    const ManifestUpgrade result = upgrade(replaced(
        plain, R"("acapPackageConf")",
        R"("resources": {"linux": {"user": {"groups": ["wheel", "video"]}}}, "acapPackageConf")"));
    CHECK(result.text.find("wheel") != std::string::npos);
    REQUIRE(result.validation.findings.size() == 1);
    CHECK(result.validation.findings[0].path == "$.resources.linux.user.groups[0]");
}

TEST_CASE("ranges that end early are told, and those that do not are left alone") {
    const auto with_range = [](const std::string& range) {
        return upgrade(replaced(replaced(plain, "1.7.0", "1.10.0"), R"("runMode")",
                                R"("compatibleOsVersions": [)" + range + R"(], "runMode")"));
    };
    CHECK(speaks_of(with_range(R"({"max": "12"})").decisions,
                    "acapPackageConf.setup.compatibleOsVersions"));
    CHECK_FALSE(speaks_of(with_range(R"({"min": "12", "max": "13"})").decisions,
                          "acapPackageConf.setup.compatibleOsVersions"));
    CHECK(with_range(R"({"max": "12"})").text.find(R"([{"max": "12"}])") != std::string::npos);
}

TEST_CASE("the link to the schema moves with it") {
    const std::string link = "https://developer.axis.com/acap/manifest_schemas/"
                             "application-manifest-schema-v1.7.0.json";
    const ManifestUpgrade result = upgrade(replaced(plain, "{", "{\"$schema\": \"" + link + "\","));
    CHECK(result.text.find("schema-v2.0.0.json") != std::string::npos);
}

TEST_CASE("a manifest of schema 2 stays as it is, byte for byte") {
    const std::string second = upgrade(plain).text;
    const ManifestUpgrade again = upgrade(second, "");
    CHECK(again.from == again.to);
    CHECK(again.text == second);
    CHECK(again.changes.empty());
}

TEST_CASE("a vendorId that nobody has given is for somebody to decide") {
    const ManifestUpgrade result = upgrade(plain, "");
    CHECK(result.needs_vendor_id);
    CHECK(speaks_of(result.decisions, "acapPackageConf.setup.vendorId"));
    CHECK_FALSE(result.validation.accepted());
    CHECK_FALSE(upgrade(plain).needs_vendor_id);
}

TEST_CASE("a vendorId that is there is not replaced by another") {
    const std::string second =
        replaced(plain, R"("runMode")", R"("vendorId": "aaaaaaaaaa", "runMode")");
    CHECK_THROWS_AS(upgrade(second, "bbbbbbbbbb"), Error);
    CHECK(upgrade(second, "aaaaaaaaaa").text.find("aaaaaaaaaa") != std::string::npos);
}

TEST_CASE("what cannot be upgraded is refused") {
    const auto refused = [](const std::string& text, const std::string& id, ErrorKind kind,
                            const std::string& schema = "") {
        CAPTURE(text, id, schema);
        try {
            upgrade(text, id, schema);
            FAIL("it was taken");
        } catch (const Error& error) {
            CHECK(error.failure().kind == kind);
        }
    };
    refused("[]", "0123456789", ErrorKind::invalid_input);
    refused("{", "0123456789", ErrorKind::invalid_input);
    refused(R"({"schemaVersion": 1, "acapPackageConf": {"setup": {}}})", "0123456789",
            ErrorKind::invalid_input);
    refused(plain, "012345678", ErrorKind::usage);
    refused(plain, "012345678x", ErrorKind::usage);
    refused(plain, "0123456789", ErrorKind::usage, "1.8.0");
    refused(plain, "0123456789", ErrorKind::usage, "2.99.0");
}
