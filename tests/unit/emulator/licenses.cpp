#include "bench.hpp"
#include "emulator/state/license_key.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

About licensed() {
    return {.name = "app", .version = "2.1.0", .app_id = "4711", .license = "Missing"};
}

const std::string good = "# a key\nApplicationID=4711\nSerialNumber = *\n\n";

} // namespace

TEST_CASE("a key is a text of known names, application and serial number at least") {
    CHECK(parse_license_key(good)->application_id == "4711");
    CHECK(parse_license_key(good + "Version=2\r\nExpirationDate=2030-12-31\r\n")->expires ==
          "2030-12-31");
    for (const char* bad : {"", "ApplicationID=4711", "SerialNumber=*", "no key",
                            "ApplicationID=1\nSerialNumber=*\nExpirationDate=soon",
                            "ApplicationID=1\nSerialNumber=*\nOther=1"}) {
        INFO(bad);
        CHECK_FALSE(parse_license_key(bad));
    }
}

TEST_CASE("a key of Axis is XML, whatever its signature is") {
    const auto of = [](const std::string& inside) {
        return parse_license_key("<?xml version=\"1.0\"?>\n<LicenseKey>\n" + inside +
                                 "<Signature>AAAA</Signature>\n</LicenseKey>\n");
    };
    const std::string ids =
        "<ApplicationID> 4711 </ApplicationID><DeviceID>B8A44FE08010</DeviceID>";
    const auto key = of(ids + "<MinimumMajorVersion>1</MinimumMajorVersion>"
                              "<MinimumMinorVersion>2</MinimumMinorVersion>"
                              "<MaximumMajorVersion>3</MaximumMajorVersion>"
                              "<ExpirationDate>2030-12-31T00:00:00</ExpirationDate>");
    REQUIRE(key);
    CHECK(key->application_id == "4711");
    CHECK(key->serial_number == "B8A44FE08010");
    CHECK(key->minimum == "1.2");
    CHECK(key->maximum == "3");
    CHECK(key->expires == "2030-12-31");
    CHECK(of(ids)->expires.empty());
    CHECK(parse_license_key("<Signed><LicenseKey>" + ids + "</LicenseKey></Signed>"));
    for (const std::string& bad :
         {std::string("<LicenseKey>"), std::string("<Other/>"), std::string("<"),
          "<LicenseKey>" + ids + "<ExpirationDate>soon</ExpirationDate></LicenseKey>",
          "<LicenseKey>" + ids + "</LicenseKey>" + std::string(license_key_limit, ' ')}) {
        INFO(bad.substr(0, 60));
        CHECK_FALSE(parse_license_key(bad));
    }
    CHECK_FALSE(of("<ApplicationID>4711</ApplicationID>"));
}

TEST_CASE("a key that does not fit is refused with its own code") {
    struct Row {
        LicenseKey key;
        int code;
    };
    for (const Row& row : {Row{{"4711", "*", "", "", ""}, 0},
                           {{"4711", "b8a44fe08010", "2", "2", "2026-06-01"}, 0},
                           {{"4711", "*", "1.2", "", ""}, 0},
                           {{"4711", "*", "2.1", "2.1", ""}, 0},
                           {{"4712", "*", "", "", ""}, 25},
                           {{"4711", "*", "1", "1", ""}, 26},
                           {{"4711", "*", "2.2", "", ""}, 26},
                           {{"4711", "*", "", "2.0", ""}, 26},
                           {{"4711", "B8A44FE08011", "", "", ""}, 30},
                           {{"4711", "*", "", "", "2026-05-31"}, 31}}) {
        INFO(row.code);
        CHECK(refuse_license_key(row.key, licensed(), "B8A44FE08010", "2026-06-01") == row.code);
    }
}

TEST_CASE("the state of a licence is what list.cgi shows") {
    const auto state = [](const std::string& key, const About& about = licensed()) {
        const LicenseState now = license_state(about, key, "2026-06-01");
        return now.license + " " + now.expires;
    };
    CHECK(state("") == "Missing ");
    CHECK(state(good) == "Valid 0");
    CHECK(state(good + "ExpirationDate=2026-06-01") == "Valid 2026-06-01");
    CHECK(state(good + "ExpirationDate=2026-05-31") == "Invalid 2026-05-31");
    CHECK(state(good + "Version=1") == "Invalid 0"); // after an upgrade
    CHECK(state(good, {.license = "None"}) == "None ");
}

TEST_CASE("license.cgi answers with the documented codes") {
    Bench bench;
    const std::string license = "/axis-cgi/applications/license.cgi?package=nosuch&action=";
    CHECK(bench.ask("POST", license + "uploadlicensekey").body == "Error: 24\n");
    CHECK(bench.get(license + "removelicensekey") == "Error: 24\n");
    CHECK(bench.ask("POST", license + "convert").status == 400);
}
