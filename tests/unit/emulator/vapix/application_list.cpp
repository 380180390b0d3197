#include "emulator/vapix/application_list.hpp"
#include "emulator/state/about.hpp"

#include "catch.hpp"

#include <pugixml.hpp>

using namespace acapctl::emulator;

namespace {

AxisOs os(const char* name = "12.11") {
    return *load_axis_os(name);
}

Installed full() {
    return {.about = {.name = "app",
                      .nice_name = "Åpp <1> & \"2\"",
                      .vendor = "V",
                      .version = "1.2.3",
                      .app_id = "412806",
                      .license = "Valid",
                      .license_name = "Available",
                      .settings_page = "index.html",
                      .vendor_url = "http://example.com",
                      .is_signed = true,
                      .uses_dlpu = true,
                      .os_versions = {{"12.10", "13"}, {"", ""}}},
            .running = true,
            .license = {.license = "Valid", .expires = "2027-01-31"}};
}

} // namespace

TEST_CASE("no application makes the recorded empty reply") {
    CHECK(application_list({}, os()) == "<reply result=\"ok\">\n</reply>\n");
}

TEST_CASE("an application is one line that any XML reader understands") {
    const std::string body = application_list({full()}, os());
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
    const Installed bare{.about = {.name = "app"}, .license = {.license = "None"}};
    const std::string body = application_list({bare}, os());
    for (const char* absent : {"ApplicationID", "ConfigurationPage", "VendorHomePage",
                               "LicenseExpirationDate", "CompatibleOsVersions"}) {
        INFO(absent);
        CHECK(body.find(absent) == std::string::npos);
    }
    CHECK_THAT(body, contains("SignatureStatus=\"Unknown\""));
}

TEST_CASE("before AXIS OS 12 an application is one flat element") {
    CHECK(application_list({full()}, os("11.11")) ==
          "<reply result=\"ok\">\n <application Name=\"app\" NiceName=\"&#197;pp &lt;1&gt; &amp; "
          "&quot;2&quot;\" Vendor=\"V\" Version=\"1.2.3\" ApplicationID=\"412806\" "
          "License=\"Valid\" LicenseExpirationDate=\"2027-01-31\" Status=\"Running\" "
          "ConfigurationPage=\"local/app/index.html\" VendorHomePage=\"http://example.com\" "
          "LicenseName=\"Available\" />\n</reply>\n");
    CHECK(application_list({full()}, os("10.12")) == application_list({full()}, os("11.11")));
    for (const char* later : {"12.0", "12.9", "13"})
        CHECK(application_list({full()}, os(later)) == application_list({full()}, os()));
}

TEST_CASE("malformed UTF-8 and control characters never reach the XML") {
    CHECK(xml_escaped("a\xff\x01\xc3") == "a&#65533;&#65533;&#65533;");
    CHECK(xml_escaped("\xe2\x82\xac\xf0\x9f\x98\x80") == "&#8364;&#128512;");
    CHECK(xml_escaped("\xe2\x28\xa1") == "&#65533;(&#65533;");
}
