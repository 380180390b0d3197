#include "manifest/manifest.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "manifest/conf_files.hpp"
#include "manifest/package_conf.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"

using namespace acapctl;

namespace {

Manifest parse(const std::string& text) {
    return read_manifest(JsonDocument::parse(text, "manifest.json"));
}

Manifest with(const std::string& sections, const std::string& setup = "") {
    return parse(R"({"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "app")" +
                 setup + "}" + sections + "}}");
}

std::string error_of(const std::string& text) {
    try {
        parse(text);
    } catch (const Error& error) {
        CHECK(error.failure().code == "invalid-manifest");
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("a wrong or missing key is said with its place") {
    const struct {
        std::string text, message;
    } cases[] = {
        {"[]", "manifest.json:1:1: the manifest must be an object, not an array"},
        {"{}", "manifest.json:1:1: the manifest lacks 'schemaVersion'"},
        {R"({"schemaVersion": 1.3})",
         "manifest.json:1:19: the manifest.schemaVersion must be a string, not a number"},
        {R"({"schemaVersion": "1.3"})", "manifest.json:1:1: there is no acapPackageConf.setup"},
        {R"({"schemaVersion": "1", "acapPackageConf": {"setup": []}})",
         "manifest.json:1:53: acapPackageConf.setup must be an object, not an array"},
        {"{\"schemaVersion\": \"1\", \"acapPackageConf\": {\n  \"setup\": {}}}",
         "manifest.json:2:12: acapPackageConf.setup lacks 'appName'"},
        {R"({"schemaVersion": "1", "acapPackageConf": {"setup": {"appName": "a", "appId": 7}}})",
         "manifest.json:1:79: acapPackageConf.setup.appId must be a string, not a number"},
        {R"({"schemaVersion": "1", "acapPackageConf": {"setup": {"appName": "a",
"version": "1.0"}}})",
         "manifest.json:2:12: acapPackageConf.setup.version '1.0' is no version such as 1.0.0"},
        {R"({"schemaVersion": "1", "acapPackageConf": {"setup": {"appName": "a"},
"configuration": {"paramConfig": [{"name": "A", "type": ""}]}}})",
         "manifest.json:2:35: acapPackageConf.configuration.paramConfig[0] lacks 'default'"},
    };
    for (const auto& [text, message] : cases) CHECK(error_of(text) == message);
}

TEST_CASE("package.conf has its keys in the official order") {
    const Manifest full = with(
        R"(, "installation": {"postInstallScript": "post.sh"},
            "uninstallation": {"preUninstallScript": "pre.sh"},
            "copyProtection": {"method": "custom", "customOptions": "-x"},
            "configuration": {"settingPage": "i.html", "httpConfig": [{"type": "directory"}]})",
        R"(, "friendlyName": "My App", "appId": "42", "vendor": "Me & Co", "runMode": "once",
            "embeddedSdkVersion": "3.0", "version": "2.3.5-rc+1", "runOptions": "-a=b",
            "vendorUrl": "https://example.com/a", "user": {"username": "u", "group": "g"})");
    CHECK(write_package_conf(full, {.architecture = "aarch64", .other_files = {"a", "b/c"}}) ==
          R"(PACKAGENAME="My App"
APPTYPE="aarch64"
APPNAME="app"
APPID="42"
LICENSENAME="Available"
LICENSEPAGE="custom"
LICENSE_CHECK_ARGS="-x"
VENDOR="Me & Co"
REQEMBDEVVERSION="3.0"
APPMAJORVERSION="2"
APPMINORVERSION="3"
APPMICROVERSION="5"
APPGRP="g"
APPUSR="u"
APPOPTS="-a=b"
OTHERFILES="a b/c pre.sh"
SETTINGSPAGEFILE="i.html"
SETTINGSPAGETEXT=""
VENDORHOMEPAGELINK='<a href="https://example.com/a" target="_blank">example.com/a</a>'
PREUPGRADESCRIPT=""
POSTINSTALLSCRIPT="post.sh"
STARTMODE="once"
HTTPCGIPATHS="cgi.conf"
)");
    const auto bare = parse_package_conf(write_package_conf(with(""), {.architecture = "all"}));
    CHECK(bare.size() == 22); // LICENSE_CHECK_ARGS is left out
    CHECK(bare.at("VENDOR") == "-");
    CHECK(bare.at("REQEMBDEVVERSION") == "2.0");
    CHECK(bare.at("APPMAJORVERSION") == "1");
    CHECK(bare.at("STARTMODE") == "never");
    CHECK(bare.at("VENDORHOMEPAGELINK").empty());
}

TEST_CASE("a plain assignment is one that a real shell takes without running anything") {
    const struct {
        const char* value;
        bool plain;
    } cases[] = {
        {"two words", true},
        {"it's", true},
        {"5 $ each", true},
        {"a\\b", true},
        {"A \"B\" C", true},
        {"100%; rm & | <x> (y)", true},
        {"\xc3\x85pp \xce\xa9", true},
        {"!x #y *", true},
        {"ends in $", true},
        {"$HOME", false},
        {"$(touch ran)", false},
        {"`touch ran`", false},
        {"${x}", false},
        {"$((1))", false},
        {"\"; touch ran; \"", false},
        {"\" touch ran \"", false},
        {"odd \" quote", false},
        {"ends in \\", false},
        {"\\\"", false},
        {"a\nb", false},
        {"\"$(touch ran)\"", false},
        {"\"&touch ran&\"", false},
        {"\">ran\"", false},
        {"\"|touch ran|\"", false},
    };
    for (const auto& [value, plain] : cases) {
        INFO(value);
        const std::string line = std::string("K=\"") + value + "\"";
        CHECK(is_plain_assignment(line) == plain);
        if (!plain) continue;
        const TempDir dir;
        const CommandResult result =
            run({.arguments = {"sh", "-c", line + "\nprintf %s \"$K\""}, .directory = dir.path()});
        CHECK(result.status == 0);
        CHECK(result.errors.empty());
        CHECK(result.output == parse_package_conf(line).at("K"));
        CHECK(std::filesystem::is_empty(dir.path()));
    }
}

TEST_CASE("a value that would be run is refused and named") {
    try {
        write_package_conf(with("", R"~(, "friendlyName": "x$(reboot)")~"),
                           {.architecture = "all"});
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        CHECK_THAT(error.what(), contains("PACKAGENAME=\"x$(reboot)\""));
    }
}

TEST_CASE("a home page keeps its scheme in the link and loses it in the text") {
    const auto link = [](const std::string& url) {
        const auto conf = write_package_conf(with("", ", \"vendorUrl\": \"" + url + "\""),
                                             {.architecture = "all"});
        return parse_package_conf(conf).at("VENDORHOMEPAGELINK");
    };
    CHECK(link("http://a.b") == R"(<a href="http://a.b" target="_blank">a.b</a>)");
    CHECK(link("a.b") == R"(<a href="a.b" target="_blank">a.b</a>)");
    CHECK(link("ftp://a") == R"(<a href="ftp://a" target="_blank">ftp://a</a>)");
    CHECK(link("https://") == R"(<a href="https://" target="_blank">https://</a>)");
}

TEST_CASE("param.conf and cgi.conf follow their quirks") {
    const Manifest manifest = with(R"(, "configuration": {
        "paramConfig": [{"name": "A", "default": "1 2", "type": "string"},
                        {"name": "B", "default": "x", "type": ""}],
        "httpConfig": [{"type": "transferCgi", "name": "//a.cgi", "access": "admin"},
                       {"type": "directory", "name": "d", "access": "viewer"},
                       {"type": "fastCgi", "name": "b.cgi", "access": "operator"}]})");
    CHECK(write_param_conf(manifest) == "A=\"1 2\" type=\"string\"\nB=x\n");
    CHECK(write_cgi_conf(manifest) == "administrator /a.cgi\noperator /b.cgi fastCgi\n");
    CHECK(write_param_conf(with("")).empty());
    CHECK_FALSE(write_cgi_conf(with("")));
    CHECK_FALSE(write_cgi_conf(with(R"(, "configuration": {"httpConfig": []})")));
    CHECK(write_cgi_conf(with(R"(, "configuration": {"httpConfig": [{"type": "directory"}]})")) ==
          "");
}

TEST_CASE("the file name is made of the name, the version and the architecture") {
    CHECK(package_file_name(with(""), "aarch64") == "app_1_0_0_aarch64.eap");
    CHECK(package_file_name(with("", R"(, "friendlyName": "A b  c", "version": "1.2.3-rc+4")"),
                            "armv7hf") == "A_b__c_1_2_3_armv7hf.eap");
    CHECK(package_file_name(with("", R"(, "friendlyName": "Åpp/Ω", "architecture": "all")"),
                            "armv7hf") == "Åpp_Ω_1_0_0_all.eap");
}
