#include "device/vapix/replies.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "device/vapix/vapix_errors.hpp"
#include "support/files.hpp"
#include "unit/advises.hpp"

#include <filesystem>
#include <iostream>

using namespace acapctl;
using namespace acapctl::device;
namespace fs = std::filesystem;

namespace {

bool skip_without(const fs::path& folder) {
    if (fs::exists(folder)) return false;
    std::cout << "skipped: no " << folder.string() << "\n";
    return true;
}

} // namespace

TEST_CASE("list.cgi before AXIS OS 12 is read") {
    const auto apps = parse_list(R"(<reply result="ok">
 <application Name="vmd" NiceName="Video &#214;" Vendor="Axis" Version="4.4-5" ApplicationID="143440" License="None" Status="Running" ConfigurationPage="local/vmd/config.html" LicenseName="Proprietary" />
</reply>
)");
    REQUIRE(apps.size() == 1);
    CHECK(apps[0].name == "vmd");
    CHECK(apps[0].nice_name == "Video Ö");
    CHECK(apps[0].version == "4.4-5");
    CHECK(apps[0].running());
    CHECK(apps[0].signature.empty());
    CHECK_FALSE(apps[0].bundled);
}

TEST_CASE("list.cgi of AXIS OS 12 with child elements is read") {
    const auto apps = parse_list(
        R"(<reply result="ok"><application Name="a" Bundled="Yes" Status="Stopped" SignatureStatus="Signed"><Resources><Resource name="x" used="No"/></Resources><CompatibleOsVersions><VersionRange><Min>12</Min></VersionRange></CompatibleOsVersions></application></reply>)");
    REQUIRE(apps.size() == 1);
    CHECK(apps[0].bundled == true);
    CHECK(apps[0].signature == "Signed");
    CHECK_FALSE(apps[0].running());
}

TEST_CASE("what is no list is an error, an empty list is not") {
    CHECK(parse_list("<reply result=\"ok\">\n</reply>\n").empty());
    for (const char* text :
         {"", "OK", "<html><body>Login</body></html>", "<reply",
          "<reply result=\"ok\">"
          "<application Name=\"a\"",
          R"(<reply result="error"><error type="10" message="busy"/></reply>)"}) {
        INFO(text);
        CHECK_THROWS_AS(parse_list(text), Error);
    }
}

TEST_CASE("entities of a document type are not expanded") {
    const char* bomb = R"(<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<reply result="ok"><application Name="&a;" Version="1"/></reply>)";
    const auto apps = parse_list(bomb);
    REQUIRE(apps.size() == 1);
    CHECK(apps[0].name == "&a;");
}

TEST_CASE("a list without end is refused") {
    std::string xml = "<reply result=\"ok\">";
    for (int i = 0; i < 1001; ++i) xml += "<application Name=\"a\"/>";
    CHECK_THROWS_AS(parse_list(xml + "</reply>"), Error);
}

TEST_CASE("OK and Error: N in every spelling seen") {
    struct Row {
        const char* text;
        std::optional<int> expected;
    };
    const Row rows[] = {{"OK", {}},         {"OK\n", {}},        {" ok\r\n", {}}, {"Error: 2", 2},
                        {"Error:2\r\n", 2}, {"Error: 10\n", 10}, {"error 4", 4}};
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(parse_ok_or_error(row.text, "uploading") == row.expected);
    }
    for (const char* text :
         {"", "OKAY", "Error:", "Error: x", "<html>", "Error: 99999999999999999999"})
        CHECK_THROWS_AS(parse_ok_or_error(text, "uploading"), Error);
}

TEST_CASE("every row of the tables of errors can be read") {
    for (const char* cgi : {"upload", "control", "license", "list", "config"})
        for (int number = 0; number < 40; ++number)
            CHECK_FALSE(vapix_failure(cgi, number, "x").message.empty());
}

TEST_CASE("the meaning and remedy of an error number come from its CGI's table") {
    const Failure upload = vapix_failure("upload", 2, "uploading hello.eap");
    CHECK(upload.kind == ErrorKind::refused);
    CHECK(upload.code == "signature-required");
    CHECK_THAT(upload.message, contains("Error 2") && contains("signature"));
    CHECK(advises(upload.advice, Advice::allow_unsigned));
    CHECK(vapix_failure("control", 4, "x").code == "not-installed");
    CHECK(vapix_failure("upload", 12, "x").retryable);
    const Failure unknown = vapix_failure("control", 77, "x", "gdbus \033 failed");
    CHECK(unknown.code == "vapix-error");
    CHECK_THAT(unknown.message, contains("Error 77") && contains("gdbus \\x1b failed"));
}

TEST_CASE("config.cgi gives a value or a refusal") {
    const auto value = parse_config(
        "<reply result=\"ok\">\n\t<param name=\"AllowUnsigned\" value=\"true\"/>\n</reply>\n",
        "AllowUnsigned");
    CHECK(value.value == "true");
    CHECK_FALSE(value.refusal);
    const auto refused = parse_config(
        R"(<reply result="error"><error type="1" message="Error: gdbus call failed" /></reply>)",
        "AllowRoot");
    REQUIRE(refused.refusal);
    CHECK(refused.refusal->number == 1);
    CHECK(refused.refusal->message == "Error: gdbus call failed");
    CHECK_THROWS_AS(parse_config("OK", "AllowRoot"), Error);
}

TEST_CASE("param.cgi: the prefix is optional, values keep their '=', error lines are left out") {
    const auto params = parse_params("root.A.B=x\n# Error: Error -1 getting param in group 'X'\n"
                                     "C=videocodec=h264\r\nnonsense\n");
    CHECK(params.size() == 2);
    CHECK(params.at("A.B") == "x");
    CHECK(params.at("C") == "videocodec=h264");
}

TEST_CASE("an API that is listed twice keeps both versions") {
    const auto apis = parse_api_list(
        R"({"data":{"apiList":[{"id":"privacy-mask","version":"2.4"},{"id":"ssh","version":"1.0"},
            {"id":"privacy-mask","version":"3.0"},{"version":"9"},7,{"id":5}]}})");
    CHECK(apis.at("privacy-mask") == std::vector<std::string>{"2.4", "3.0"});
    CHECK(apis.at("ssh") == std::vector<std::string>{"1.0"});
    for (const char* bad : {"", "[]", "{}", R"({"data":[]})", R"({"data":{"apiList":{}}})"})
        CHECK_THROWS_AS(parse_api_list(bad), Error);
}

TEST_CASE("basicdeviceinfo and systemready tolerate what grows and refuse what lies") {
    const auto old =
        parse_device_info(R"({"apiVersion":"1.0","error":{"code":2004,"message":"no"}})");
    REQUIRE(old.refusal);
    CHECK(old.refusal->number == 2004);
    const auto info = parse_device_info(
        R"({"apiVersion":"1.3","data":{"propertyList":{"Architecture":"aarch64","New":7}}})");
    CHECK(info.properties.at("Architecture") == "aarch64");
    CHECK(info.properties.count("New") == 0);
    for (const char* text :
         {"", "[]", "{}", "{\"data\":[]}", "{\"data\":{\"propertyList\":3}}", "{"})
        CHECK_THROWS_AS(parse_device_info(text), Error);
    const auto ready = parse_system_ready(
        R"({"apiVersion":"1.5","data":{"systemready":"yes","needsetup":"yes","passphrasepolicy":"x"}})");
    CHECK(ready.ready);
    CHECK(ready.needs_setup);
    CHECK_THROWS_AS(parse_system_ready(R"({"error":{"code":1000}})"), Error);
}

TEST_CASE("every recorded list.cgi is read whole", "[corpus]") {
    const fs::path folder = fs::path(SHARED_CORPUS) / "responses/list";
    if (skip_without(folder)) return;
    for (const auto& entry : fs::directory_iterator(folder)) {
        INFO(entry.path().string());
        const std::string xml = read_file(entry.path());
        std::size_t expected = 0;
        for (auto at = xml.find("<application "); at != std::string::npos;
             at = xml.find("<application ", at + 1))
            ++expected;
        const auto apps = parse_list(xml);
        CHECK(apps.size() == expected);
        for (const Application& app : apps) {
            CHECK_FALSE(app.name.empty());
            CHECK_FALSE(app.version.empty());
            CHECK_FALSE(app.status.empty());
        }
    }
}

TEST_CASE("the recorded JSON replies are read", "[corpus]") {
    const fs::path folder = fs::path(SHARED_CORPUS) / "responses";
    if (skip_without(folder)) return;
    for (const auto& entry : fs::directory_iterator(folder / "basicdeviceinfo")) {
        if (entry.path().extension() != ".json") continue;
        INFO(entry.path().string());
        const auto info = parse_device_info(read_file(entry.path()));
        CHECK((info.refusal || !info.properties.at("Version").empty()));
    }
    for (const auto& entry : fs::directory_iterator(folder / "systemready")) {
        if (entry.path().extension() != ".json") continue;
        INFO(entry.path().string());
        CHECK(parse_system_ready(read_file(entry.path())).ready);
    }
    const auto config = read_file(folder / "config/oadm-P3265-V_12.11.77-01.xml");
    CHECK(parse_config(config, "AllowUnsigned").value == "true");
}
