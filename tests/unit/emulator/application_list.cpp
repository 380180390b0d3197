#include "emulator/application_list.hpp"
#include "emulator/about.hpp"

#include "catch.hpp"

#include <filesystem>
#include <iostream>

#include <pugixml.hpp>

using namespace acapctl::emulator;

namespace {

std::vector<std::string> names(const pugi::xml_node& node) {
    std::vector<std::string> result;
    for (const auto& attribute : node.attributes()) result.emplace_back(attribute.name());
    return result;
}

Installed full() {
    return {.about = {.name = "app",
                      .nice_name = "Åpp <1> & \"2\"",
                      .vendor = "V",
                      .version = "1.2.3",
                      .app_id = "412806",
                      .license = "None",
                      .settings_page = "index.html",
                      .vendor_url = "http://example.com",
                      .is_signed = true,
                      .uses_dlpu = true,
                      .os_versions = {{"12.10", "13"}, {"", ""}}},
            .running = true};
}

} // namespace

TEST_CASE("no application makes the recorded empty reply") {
    CHECK(application_list({}) == "<reply result=\"ok\">\n</reply>\n");
}

TEST_CASE("an application is one line that any XML reader understands") {
    const std::string body = application_list({full()});
    pugi::xml_document document;
    REQUIRE(document.load_string(body.c_str()));
    const auto app = document.child("reply").child("application");
    CHECK(std::string(app.attribute("NiceName").value()) == "Åpp <1> & \"2\"");
    CHECK(std::string(app.attribute("Status").value()) == "Running");
    CHECK(std::string(app.attribute("SignatureStatus").value()) == "Signed");
    CHECK(std::string(app.attribute("ConfigurationPage").value()) == "local/app/index.html");
    CHECK(std::string(app.child("Resources").child("Resource").attribute("used").value()) == "Yes");
    CHECK(std::string(app.child("CompatibleOsVersions").child("VersionRange").child_value("Max")) ==
          "13");
    CHECK_THAT(body, contains("NiceName=\"&#197;pp &lt;1&gt; &amp; &quot;2&quot;\""));
}

TEST_CASE("what an application does not say has no attribute") {
    const Installed bare{.about = {.name = "app", .license = "None"}};
    const std::string body = application_list({bare});
    for (const char* absent : {"ApplicationID", "ConfigurationPage", "VendorHomePage",
                               "LicenseExpirationDate", "CompatibleOsVersions"}) {
        INFO(absent);
        CHECK(body.find(absent) == std::string::npos);
    }
    CHECK_THAT(body, contains("SignatureStatus=\"Unknown\""));
}

TEST_CASE("attributes stand in the order of a recorded AXIS OS 12.11 reply") {
    const std::filesystem::path file = SHARED_CORPUS "/responses/list/oadm-P3265-V_12.11.77-01.xml";
    if (!std::filesystem::exists(file)) {
        std::cout << "skipped: no " << file.string() << "\n";
        return;
    }
    pugi::xml_document recorded;
    pugi::xml_document ours;
    REQUIRE(recorded.load_file(file.c_str()));
    REQUIRE(ours.load_string(application_list({full()}).c_str()));
    const auto theirs =
        recorded.child("reply").find_child_by_attribute("application", "Name", "objectanalytics");
    REQUIRE(theirs);
    CHECK(names(ours.child("reply").child("application")) == names(theirs));
}

TEST_CASE("malformed UTF-8 and control characters never reach the XML") {
    CHECK(xml_escaped("a\xff\x01\xc3") == "a&#65533;&#65533;&#65533;");
    CHECK(xml_escaped("\xe2\x82\xac\xf0\x9f\x98\x80") == "&#8364;&#128512;");
    CHECK(xml_escaped("\xe2\x28\xa1") == "&#65533;(&#65533;");
}
