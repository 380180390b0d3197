#include "manifest/schema/validate.hpp"

#include "catch.hpp"
#include "manifest/schema/json_schema.hpp"
#include "manifest/schema/pattern.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>

using namespace acapctl;
using namespace acapctl::manifest;

namespace {

JsonDocument parse(const std::string& text) {
    return JsonDocument::parse(text, "manifest.json");
}

// A manifest with these lines beside the required fields of `setup`.
std::string with_setup(const std::string& version, const std::string& more) {
    return R"({"schemaVersion": ")" + version +
           R"(", "acapPackageConf": {"setup": {"appName": "hello", "runMode": "never",
           "vendor": "Acme", "version": "1.0.0")" +
           more + "}}}";
}

std::string with_configuration(const std::string& version, const std::string& inside) {
    std::string text = with_setup(version, "");
    text.resize(text.size() - 2);
    return text + R"(, "configuration": {)" + inside + "}}}";
}

std::vector<Finding> findings(const std::string& text) {
    return validate(parse(text)).findings;
}

Finding only_finding(const std::string& text) {
    const auto found = findings(text);
    for (const Finding& finding : found) UNSCOPED_INFO(finding.path << ": " << finding.message);
    REQUIRE(found.size() == 1);
    return found.front();
}

bool accepted(const std::string& text) {
    return validate(parse(text)).accepted();
}

} // namespace

TEST_CASE("a finding knows its rule, its place and what to do") {
    const JsonDocument document = parse(R"({
  "schemaVersion": "1.7.2",
  "acapPackageConf": {
    "setup": {"appName": "my-app", "runMode": "never", "vendor": "V", "version": "1.0.0"}
  }
})");
    const Validation result = validate(document);
    REQUIRE(result.findings.size() == 1);
    const Finding& finding = result.findings.front();
    CHECK(finding.rule == "manifest-bad-value");
    CHECK(finding.severity == Severity::error);
    CHECK(finding.path == "$.acapPackageConf.setup.appName");
    CHECK(document.position(finding.offset).line == 4);
    CHECK(document.position(finding.offset).column == 26);
    CHECK_THAT(finding.message, contains("'my-app' is not two or more of the letters"));
    CHECK_FALSE(result.accepted());
}

TEST_CASE("every finding is reported at once, in the order of the text") {
    const auto found = findings(
        R"({"schemaVersion": "1.7.2", "acapPackageConf": {"setup": {"appName": 5, "runMode": "always",
        "version": "1"}, "extra": {}}})");
    REQUIRE(found.size() == 5);
    CHECK(found[0].message == "'vendor' is missing; schema 1.7.2 requires it");
    CHECK(found[1].message == "a number where a string belongs");
    CHECK_THAT(found[2].message, contains("respawn, once or never"));
    CHECK(found[3].path == "$.acapPackageConf.setup.version");
    CHECK(found[4].path == "$.acapPackageConf.extra");
}

TEST_CASE("a key that is not known is explained") {
    struct Case {
        std::string text, message, hint;
    };
    const std::vector<Case> cases{
        {with_configuration("1.7.2", R"("settingsPage": "a.html")"),
         "'settingsPage' is not a field", "Did you mean 'settingPage'?"},
        {with_setup("1.7.2", R"(, "friendlyname": "A")"), "'friendlyname' is not a field",
         "Did you mean 'friendlyName'?"},
        {with_setup("1.7.2", R"(, "resources": {})"), "belongs at the top level", "Move it there."},
        {with_setup("1.7.2", R"(, "settingPage": "a.html")"),
         "belongs in acapPackageConf.configuration", "Move it there."},
        {with_setup("1.7.2", R"(, "settingsPage": "a.html")"), "is not a field",
         "Did you mean 'settingPage' in acapPackageConf.configuration?"},
        {with_configuration("1.4.0", R"("reverseProxy": [])"), "exists from schema 1.5.0",
         "Set schemaVersion to 1.5.0 or newer, or remove it."},
        {with_setup("1.7.2", R"(, "frobnicate": "A")"), "'frobnicate' is not a field", ""},
        {with_setup("1.7.2", R"(, "a\u001b[31m": "A")"), "'a\\x1b[31m'", ""},
    };
    for (const Case& each : cases) {
        const Finding finding = only_finding(each.text);
        CHECK(finding.rule == "manifest-unknown-field");
        CHECK_THAT(finding.message, contains(each.message));
        CHECK(finding.hint == each.hint);
    }
    const auto removed = findings(with_setup("2.2.0", R"(, "embeddedSdkVersion": "3.0",
        "vendorId": "0123456789", "compatibleOsVersions": [])"));
    REQUIRE(removed.size() == 1);
    CHECK(removed.front().message == "'embeddedSdkVersion' was removed in schema 2.0.0");
}

TEST_CASE("patterns mean what they mean to Python") {
    CHECK(accepted(with_setup("1.7.2", R"(, "runOptions": "åäö ٣")")));
    CHECK(Pattern("^[a-z]+$").found_in("ab\n"));
    CHECK_FALSE(Pattern("^[a-z]+$").found_in("ab\n\n"));
    CHECK(Pattern("b").found_in("abc"));
    CHECK_FALSE(Pattern("^.$").found_in("\n"));
    CHECK(Pattern("^.$").found_in("\r"));
    CHECK(Pattern("^.$").found_in("\xed\xa0\x80"));         // a lone surrogate is one character
    CHECK_FALSE(Pattern("^\\w$").found_in("\xe2\x80\xbf")); // U+203F is no word character
    CHECK_FALSE(Pattern("^\\w$").found_in("\xcc\x81"));     // nor is a combining accent
    CHECK_FALSE(Pattern("^(?!.*[\\n\\r]).*$").found_in("a\rb"));
}

TEST_CASE("a rule begins with the version that brought it") {
    const auto both = [](const std::string& before, const std::string& after, const auto& make) {
        CHECK_FALSE(accepted(make(before)));
        CHECK(accepted(make(after)));
    };
    both("1.3", "1.3.1", [](auto v) {
        return with_setup(v, R"(, "user": {"username": "sdk",
        "group": "sdk"}, "runOptions": "a=b")");
    });
    both("1.7.0", "1.7.1", [](auto v) {
        return with_setup(v, R"(, "user": {"username": "s-k",
        "group": "sdk"})");
    });
    both("1.7.2", "1.7.3", [](auto v) {
        return with_configuration(v, R"("reverseProxy":
        [{"apiPath": "a", "target": "http://a", "access": "admin"}])");
    });
    both("1.4.0", "1.5.0", [](auto v) {
        return with_configuration(v, R"("httpConfig":
        [{"type": "directory", "access": "admin"}])");
    });
    both("1.2", "1.3", [](auto v) { return with_setup(v, R"(, "architecture": "all")"); });
    CHECK_FALSE(accepted(with_setup("1.0", ""))); // user is still required
    CHECK(accepted(with_setup("1.1", "")));
    CHECK(accepted(with_setup("1.7.1", R"(, "friendlyName": "a\nb")")));
    CHECK_FALSE(accepted(with_setup("1.7.2", R"(, "friendlyName": "a\nb")")));
}

TEST_CASE("an entry with several forms is judged by the one it comes nearest to") {
    CHECK(only_finding(with_configuration("1.7.2", R"("reverseProxy": [{"apiPath": "ab",
        "target": "http://my-host:1/", "access": "admin"}])"))
              .message ==
          "'http://my-host:1/' is not http://, ws:// or fcgi:// and then letters, digits and the "
          "characters _ / . : but no '-'");
    const Finding directory = only_finding(with_configuration(
        "1.7.2", R"("httpConfig": [{"type": "directory", "name": "x", "access": "admin"}])"));
    CHECK(directory.path == "$.acapPackageConf.configuration.httpConfig[0].name");
}

TEST_CASE("licences of Axis need an application id from schema 1.8.0") {
    const auto text = [](const std::string& version, const std::string& id) {
        std::string manifest = with_setup(version, id);
        manifest.resize(manifest.size() - 2);
        return manifest + R"(, "copyProtection": {"method": "axis"}}})";
    };
    CHECK(accepted(text("1.7.4", "")));
    CHECK(accepted(text("1.8.0", R"(, "appId": "1")")));
    CHECK(only_finding(text("1.8.0", "")).path == "$.acapPackageConf.setup");
}

TEST_CASE("what is known second-hand warns") {
    const std::string required =
        R"(, "vendorId": "0123456789", "compatibleOsVersions": [{"max": "13"}])";
    const Finding user = only_finding(
        with_setup("2.2.0", required + R"(, "user": {"username": "me", "group": "sdk"})"));
    CHECK(user.rule == "manifest-unconfirmed");
    CHECK(user.severity == Severity::warning);
    const Finding range = only_finding(with_setup(
        "2.2.0", R"(, "vendorId": "0123456789", "compatibleOsVersions": [{"max": "new"}])"));
    CHECK(range.severity == Severity::warning);
}

TEST_CASE("the architecture is required of a package, not of a source") {
    const std::string text = with_setup(
        "2.0.0", R"(, "vendorId": "0123456789", "compatibleOsVersions": [{"max": "13"}])");
    CHECK(accepted(text));
    CHECK_FALSE(validate(parse(text), Stage::package).accepted());
}

TEST_CASE("a schema version that is not known is said to be so") {
    CHECK(only_finding(with_setup("1.99.0", "")).severity == Severity::warning);
    CHECK_THAT(only_finding(with_setup("1.99.0", "")).message, contains("checked against 1.11.0"));
    CHECK_THAT(only_finding(with_setup("1.99.x", "")).message, contains("no manifest schema"));
    CHECK_FALSE(findings(with_setup("1.99.0", R"(, "appName": "-")")).empty());
    CHECK(accepted(with_setup("1.99.0", R"(, "appName": "-")")));
    CHECK(only_finding(with_setup("1.5", "")).hint == "Write '1.5.0'.");
    CHECK_FALSE(accepted(with_setup("1.5", "")));
    CHECK_FALSE(accepted(with_setup("1.7.9x", "")));
    CHECK_FALSE(accepted(with_setup("", "")));
    CHECK_FALSE(accepted("{}"));
    CHECK_FALSE(accepted("[]"));
    CHECK_FALSE(accepted(R"({"schemaVersion": 2})"));
}

TEST_CASE("every version has a schema that names its fields") {
    CHECK(schema_versions().size() == 20);
    for (const SchemaVersion& known : schema_versions()) {
        const auto schema = json_schema(schema_for(known.version));
        CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
        CHECK(schema["properties"].contains("acapPackageConf"));
        const bool has_resources = schema["properties"].contains("resources");
        CHECK(has_resources == (known.version != "1.0"));
    }
}

TEST_CASE("every official manifest is accepted", "[corpus]") {
    const std::filesystem::path folder = std::string(SHARED_CORPUS) + "/manifests/official";
    if (!std::filesystem::is_directory(folder)) {
        std::cout << "skipped: no manifests at " << folder << '\n';
        return;
    }
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto result =
            validate(JsonDocument::parse(read_file(entry.path()), entry.path().filename()));
        for (const Finding& finding : result.findings)
            UNSCOPED_INFO(entry.path() << ' ' << finding.path << ": " << finding.message);
        CHECK(result.findings.empty());
        ++count;
    }
    CHECK(count >= 54);
}

TEST_CASE("a manifest with endless mistakes ends soon, and is refused") {
    std::string text = R"({"schemaVersion": "1.7.2", "acapPackageConf": {})";
    for (int i = 0; i < 20'000; ++i) text += ", \"key" + std::to_string(i) + "\": 1";
    const Validation result = validate(parse(text + "}"));
    CHECK(result.findings.size() == 200);
    CHECK_FALSE(result.accepted());
}

TEST_CASE("a placeholder for the architecture is nothing that a build could be refused for") {
    for (const char* value : {"BUILDARCH", "@ARCH@", ""}) {
        INFO(value);
        const auto manifest =
            parse(with_setup("1.7.0", fmt::format(R"(, "architecture": "{}")", value)));
        CHECK(require_valid(manifest).empty());
        CHECK_FALSE(validate(manifest).accepted());
    }
    CHECK_THROWS(require_valid(parse(with_setup("1.7.0", R"(, "architecture": "mips")"))));
}
