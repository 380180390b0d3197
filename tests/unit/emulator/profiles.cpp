#include "acapctl/error.hpp"
#include "bench.hpp"
#include "emulator/profile/profile.hpp"

#include "catch.hpp"

#include <set>

using namespace acapctl;
using namespace acapctl::emulator;

TEST_CASE("every chip runs every AXIS OS, and no two devices share a serial number") {
    std::set<std::string> serials;
    for (const Chip& chip : chips())
        for (const std::string& axis_os : axis_os_names())
            for (const unsigned instance : {0U, 1U, 500U}) {
                const Profile profile = load_profile(chip.name + "@" + axis_os, instance);
                INFO(profile.name);
                CHECK(profile.os.name == axis_os);
                CHECK(profile.mac.size() == 12);
                CHECK(serials.insert(profile.mac).second);
                CHECK(profile.property("SerialNumber") == profile.mac);
                CHECK(profile.property("Version").starts_with(axis_os));
                for (const char* key : {"Architecture", "Soc", "ProdNbr", "BuildDate", "WebURL"})
                    CHECK_FALSE(profile.property(key).empty());
                CHECK_THAT(profile.cpuinfo, contains("processor\t: 0\n"));
            }
}

TEST_CASE("what makes another device of a chip gives it a serial number of its own") {
    std::set<std::string> serials;
    for (const char* name :
         {"artpec8", "artpec8+no-dlpu", "artpec8+bundled", "artpec8+bundled+no-dlpu",
          "artpec8+strict", "artpec8+fips", "artpec8@13", "artpec8@13+bundled", "artpec9+bundled",
          "artpec7", "artpec7+edgetpu", "artpec7+edgetpu+no-dlpu", "artpec7+edgetpu+bundled"})
        for (const unsigned instance : {0U, 1U, 500U}) {
            INFO(name);
            CHECK(serials.insert(load_profile(name, instance).mac).second);
        }
    CHECK(load_profile("artpec8+no-dlpu+bundled", 0).mac ==
          load_profile("artpec8+bundled+no-dlpu", 0).mac);
    CHECK(load_profile("artpec8+bundled", 0).mac == "E82725028010");
    CHECK(load_profile("artpec8+bundled+fresh+memory=256", 3).mac ==
          load_profile("artpec8+bundled", 3).mac);
}

TEST_CASE("what the profiles were called before is what they are") {
    REQUIRE(chips().front().name == "artpec8");
    CHECK(load_profile("artpec8", 0).property("Version") == "12.11.77");
    CHECK(load_profile("artpec7", 0).property("Version") == "12.9.57");
    CHECK(load_profile("artpec8", 0).mac == "B8A44FE08010");
    CHECK(load_profile("artpec8@12.11", 1).mac == "B8A44FE08011");
}

TEST_CASE("another AXIS OS leaves the device the one it is") {
    const Profile before = load_profile("cv75+strict", 3);
    const Profile after = with_axis_os(before, "13");
    CHECK(after.mac == before.mac);
    CHECK(after.property("Version") == "13.0.33");
    CHECK(after.property("ProdNbr") == "M2048-LE");
    CHECK(after.property("Soc") == before.property("Soc"));
    CHECK(after.strict);
    CHECK_THROWS_AS(with_axis_os(before, "12.3"), Error);
}

TEST_CASE("a profile is spelled CHIP@VERSION+STATE, and errors say what there is") {
    const Profile all = load_profile("cv25@12.9+fips+fresh", 0);
    CHECK(all.fips);
    CHECK(all.fresh);
    CHECK_FALSE(load_profile("cv25", 0).fresh);
    for (const char* bad : {"", "artpec8x", "artpec8@", "artpec8@12.3", "artpec8+", "artpec8+new",
                            "artpec8@11.11+fips", "artpec6+no-dlpu", "artpec7+no-dlpu",
                            "artpec8+edgetpu", "@12.11", "artpec8 "}) {
        INFO(bad);
        CHECK_THROWS_AS(load_profile(bad, 0), Error);
    }
    try {
        load_profile("artpec8@12.12", 0);
    } catch (const Error& error) {
        CHECK(error.failure().kind == ErrorKind::usage);
        CHECK_THAT(error.failure().hint, contains("12.9, 12.11, 13"));
    }
}

TEST_CASE("a profile says what an application may use") {
    const Limits usual = load_profile("artpec8", 0).limits;
    CHECK(usual.memory == 1900544U * 1024);
    CHECK(usual.processes > 100);
    const Limits given = load_profile("artpec8+memory=256+processes=20+files=none", 0).limits;
    CHECK(given.memory == 256'000'000);
    CHECK(given.processes == 20);
    CHECK(given.open_files == 0);
    for (const char* bad : {"memory", "memory=", "memory=0", "memory=-1", "files=x", "processes=1k",
                            "memory=99999999999", "cpu=1"}) {
        INFO(bad);
        CHECK_THROWS_AS(load_profile(std::string("artpec8+") + bad, 0), Error);
    }
}

TEST_CASE("the ports ask for what their version offers") {
    struct Row {
        const char* profile;
        Login http;
        Login https;
    };
    for (const Row& row : {Row{"artpec7@10.12", Login::digest, Login::digest},
                           {"artpec7@11.11", Login::digest, Login::basic},
                           {"artpec8", Login::digest, Login::basic},
                           {"artpec8@13", Login::digest, Login::basic},
                           {"artpec8+fips", Login::none, Login::basic}}) {
        INFO(row.profile);
        CHECK(load_profile(row.profile, 0).login(false) == row.http);
        CHECK(load_profile(row.profile, 0).login(true) == row.https);
    }
}

TEST_CASE("policies are those of the version") {
    const std::string config = "/axis-cgi/applications/config.cgi?action=";
    struct Row {
        const char* profile;
        const char* name;
        int status;
        const char* value; // nullptr: an error
    };
    for (const Row& row : {Row{"artpec7@10.12", "AllowUnsigned", 404, nullptr},
                           {"artpec7@11.11", "AllowUnsigned", 200, "true"},
                           {"artpec7@11.11", "AllowRoot", 200, "false"},
                           {"artpec7@12.0", "AllowUnsigned", 200, "false"},
                           {"artpec7@12.0", "AllowRoot", 200, nullptr},
                           {"artpec7@12.9", "AllowRoot", 400, nullptr},
                           {"artpec8@13", "AllowUnsigned", 400, nullptr}}) {
        INFO(row.profile << " " << row.name);
        Bench bench(row.profile);
        const Reply reply = bench.ask("GET", config + "get&name=" + row.name);
        CHECK(reply.status == row.status);
        if (row.value != nullptr)
            CHECK_THAT(reply.body, contains(std::string("value=\"") + row.value + "\""));
        else
            CHECK(reply.body.find("result=\"ok\"") == std::string::npos);
    }
}

TEST_CASE("the device's own facts follow the version") {
    Bench ten("artpec7@10.12");
    CHECK(ten.get("/axis-cgi/param.cgi?action=list&group=Properties.Firmware.Version,"
                  "Network.HTTP.AuthenticationPolicy") ==
          "Properties.Firmware.Version=10.12.323\nNetwork.HTTP.AuthenticationPolicy=digest\n");
    ten.login("");
    CHECK(ten.call("/axis-cgi/basicdeviceinfo.cgi",
                   R"({"method":"getAllProperties"})")["data"]["propertyList"]["Soc"] ==
          "Axis Artpec-7");
    Bench twelve("artpec7@12.0");
    twelve.login("");
    const Reply refused = twelve.ask("POST", "/axis-cgi/basicdeviceinfo.cgi",
                                     R"({"method":"getAllProperties"})", "application/json");
    CHECK(refused.status == 401);
    CHECK(refused.type == "application/json; charset=utf-8");
}

TEST_CASE("both paths answer with a page that says how it went") {
    Bench bench;
    CHECK_THAT(bench.get("/axis-cgi/applications/control.cgi?package=nosuch&action=start&"
                         "reload_page=yes"),
               contains("URL=/devtools.shtml?error=4\""));
    const std::string control = "/axis-cgi/admin/applications/control.cgi?package=nosuch&action=";
    CHECK(bench.get(control + "start") == "Error: 4\n");
    CHECK_THAT(bench.get(control + "stop&reload_page=yes"),
               contains("URL=/devtools.shtml?error=4\""));
    const Reply upload =
        bench.ask("POST", "/axis-cgi/admin/applications/upload.cgi?reload_page=yes",
                  "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.eap\"\r\n\r\n"
                  "junk\r\n--B--\r\n",
                  "multipart/form-data; boundary=B");
    CHECK_THAT(upload.body, contains("/devtools.shtml?error=1\""));
}
