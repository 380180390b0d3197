// An upgrade of AXIS OS, and a return to factory defaults.
#include "bench.hpp"
#include "emulator/state/firmware_image.hpp"
#include "packed.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

namespace fs = std::filesystem;

const std::string cgi = "/axis-cgi/firmwaremanagement.cgi";

std::string image_of(const std::string& axis_os) {
    return "acapctl-emulator firmware\naxis-os " + axis_os + "\n";
}

nlohmann::json upgrade(Bench& bench, const std::string& image, const std::string& params = "{}") {
    const std::string call = R"({"apiVersion":"1.0","method":"upgrade","params":)" + params + "}";
    const std::string form = "--B\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n" + call +
                             "\r\n--B\r\nContent-Disposition: form-data; name=\"firmwareImage\"; "
                             "filename=\"firmware.bin\"\r\n\r\n" +
                             image + "\r\n--B--\r\n";
    return nlohmann::json::parse(
        bench.ask("POST", cgi, form, "multipart/form-data; boundary=B").body);
}

nlohmann::json to_default(Bench& bench, const std::string& mode) {
    return bench.call(cgi, R"({"method":"factoryDefault","params":{"factoryDefaultMode":")" + mode +
                               "\"}}");
}

std::string version(Bench& bench) {
    return bench.call(cgi, R"({"method":"status"})")["data"]["activeFirmwareVersion"];
}

void install(Bench& bench, const TempDir& directory, const Packed& app) {
    const auto refused = bench.device().applications().install(packed(directory.path(), app));
    INFO(app.name << " " << (refused ? refused->log : ""));
    REQUIRE_FALSE(refused);
}

std::size_t count(Bench& bench) {
    return bench.device().applications().abouts().size();
}

std::string log_of(Bench& bench) {
    return bench.get("/axis-cgi/systemlog.cgi");
}

} // namespace

TEST_CASE("an image of the emulator is two lines, and everything else is foreign") {
    CHECK(axis_os_of_image(image_of("13")) == "13");
    CHECK(axis_os_of_image("acapctl-emulator firmware\naxis-os 11.11.205") == "11.11.205");
    for (const std::string& bytes :
         {std::string(), image_of("12.12"), image_of(""), image_of("13\n"), " " + image_of("13"),
          std::string("acapctl-emulator firmware\n"), image_of("13") + std::string(200, '\n'),
          std::string("acapctl-emulator firmware\r\naxis-os 13\r\n"), image_of("13") + "more"}) {
        INFO(bytes);
        CHECK_FALSE(axis_os_of_image(bytes));
    }
    CHECK(is_upgrade("12.11", "13"));
    CHECK(is_upgrade("12.11", "12.11"));
    CHECK(is_upgrade("12.9", "12.11")); // not by the letters
    CHECK_FALSE(is_upgrade("13", "12.11"));
}

TEST_CASE("what cannot be carried out is refused, and the device goes on") {
    Bench bench;
    CHECK(upgrade(bench, "DUMMY_FIRMWARE_BYTES")["error"]["code"] == 421);
    CHECK(upgrade(bench, image_of("99"))["error"]["code"] == 421);
    CHECK(upgrade(bench, image_of("12.9"))["error"]["code"] == 409);
    CHECK(upgrade(bench, image_of("12.9"), R"({"factoryDefaultMode":"soft"})")["error"]["code"] ==
          409);
    CHECK(upgrade(bench, image_of("13"), R"({"factoryDefaultMode":"x"})")["error"]["code"] == 400);
    CHECK(to_default(bench, "none")["error"]["code"] == 400);
    CHECK(bench.call(cgi, R"({"method":"factoryDefault"})")["error"]["code"] == 400);
    CHECK(bench.device().phase() == Phase::ready);
    CHECK(version(bench) == "12.11.77");
}

TEST_CASE("a device upgrades to 13, is another one then, and stays so") {
    const TempDir directory;
    const fs::path state = directory.path() / "device";
    const Device::Setup setup{.name = "device",
                              .profile = load_profile("artpec8+strict", 0),
                              .state = state,
                              .password = Secret("pass")};
    const Sandbox sandbox;
    {
        Device device(setup, sandbox);
        device.settings().set_policy("AllowUnsigned", true);
        REQUIRE(device.reboot({}, {.axis_os = "13"}));
        device.power_on();
        device.finish_boot();
        CHECK(device.profile().os.name == "13");
        CHECK_FALSE(device.profile().os.dlpu_words.empty()); // strict as before
    }
    Device again(setup, sandbox);
    CHECK(again.profile().property("Version") == "13.0.33");
    CHECK(again.profile().property("SerialNumber") == setup.profile.mac);
    CHECK(again.profile().property("ProdNbr") == "P3265-V");
}

TEST_CASE(
    "an upgrade with an application that blocks is rolled back, and the log says which and why") {
    const TempDir directory;
    Bench bench;
    install(bench, directory, {.name = "alpha"});
    install(bench, directory, {.name = "beta", .post_install = "#!/bin/sh\nexit 0\n"});
    install(bench, directory, {.name = "gamma"});
    install(bench, directory,
            {.name = "old",
             .setup =
                 R"("vendorId":"12345ABCDE","compatibleOsVersions":[{"min":"11.11","max":"12"}])"});
    const std::string boot = bench.device().boot_id();
    const auto answer = upgrade(bench, image_of("13"));
    CHECK(answer["data"]["firmwareVersion"] == "13.0.33");
    CHECK(bench.device().phase() == Phase::leaving);
    bench.come_back();
    CHECK(bench.device().boot_id() != boot);
    CHECK(version(bench) == "12.11.77");
    CHECK(count(bench) == 4);
    const std::string log = log_of(bench);
    CHECK_THAT(log, contains("Upgrading AXIS OS 12.11.77 to 13.0.33"));
    CHECK_THAT(log, contains("Application is not compatible with AXIS OS 13.0.33"));
    CHECK_THAT(log, contains("Failed to reinstall application 'old' (code 5)"));
    CHECK_THAT(log, contains("AXIS OS 13.0.33 is rolled back to 12.11.77"));
    CHECK_THAT(log, !contains("reinstall application 'alpha'"));

    REQUIRE_FALSE(bench.device().applications().remove("old"));
    upgrade(bench, image_of("13"));
    bench.come_back();
    CHECK(version(bench) == "13.0.33");
    CHECK(count(bench) == 3);
    CHECK_THAT(log_of(bench), contains("Successfully reinstalled application 'gamma'"));
    CHECK(bench.ask("GET", "/axis-cgi/applications/config.cgi?action=get&name=AllowUnsigned")
              .status == 400);
}

TEST_CASE("every rule of the new version can block, and all that block are named") {
    const TempDir directory;
    struct Row {
        const char* what;
        Packed app;
        const char* why;
    };
    const std::string ranges = R"("vendorId":"12345ABCDE","compatibleOsVersions":)";
    for (const Row& row : {Row{"schema 1",
                               {.name = "app", .schema = "1.9.0", .setup = {}},
                               "no schema matches version '1.9.0'"},
                           {"no bound",
                            {.name = "app", .setup = ranges + R"([{"min":"12"}])"},
                            "compatibleOsVersions is missing"},
                           {"no shell",
                            {.name = "app", .post_install = "#!/bin/bash\n"},
                            "does not begin with #!/bin/sh"},
                           {"a mode",
                            {.name = "app", .post_install = "#!/bin/sh\n", .script_mode = 0644},
                            "is not executable"}}) {
        INFO(row.what);
        Bench bench;
        install(bench, directory, {.name = "good"});
        install(bench, directory, row.app);
        upgrade(bench, image_of("13"));
        bench.come_back();
        CHECK(version(bench) == "12.11.77");
        CHECK_THAT(log_of(bench), contains(row.why));
        CHECK_THAT(log_of(bench), contains("Failed to reinstall application 'app'"));
    }
}

TEST_CASE("an unsigned application and a script that fails block it, too") {
    const TempDir directory;
    Bench bench("artpec8", Sandbox::detect(true));
    install(bench, directory, {.name = "fails", .post_install = "#!/bin/sh\nexit 3\n"});
    upgrade(bench, image_of("13"));
    bench.come_back();
    CHECK(version(bench) == "12.11.77");
    CHECK_THAT(log_of(bench), contains("script post.sh ended with status 3"));
    REQUIRE_FALSE(bench.device().applications().remove("fails"));

    bench.device().settings().set_policy("AllowUnsigned", true);
    const auto file = packed(directory.path(), {.name = "plain"});
    const std::string bytes = read_file(file);
    write_file(file, bytes.substr(0, bytes.size() - signature.size()));
    REQUIRE_FALSE(bench.device().applications().install(file));
    upgrade(bench, image_of("13"));
    bench.come_back();
    CHECK(version(bench) == "12.11.77");
    CHECK_THAT(log_of(bench), contains("Package is not signed"));
    CHECK_THAT(log_of(bench), contains("Failed to reinstall application 'plain' (code 2)"));
}

TEST_CASE("the bundled AXIS Object Analytics of 12.11 is for 12 alone, and blocks 13 until it is "
          "updated") {
    const TempDir directory;
    Bench bench("artpec8+bundled");
    CHECK_THAT(bench.get("/axis-cgi/applications/list.cgi"),
               contains("<VersionRange><Min>12</Min><Max>12</Max></VersionRange>"));
    upgrade(bench, image_of("13"));
    bench.come_back();
    CHECK(version(bench) == "12.11.77");
    CHECK_THAT(log_of(bench),
               contains("Failed to reinstall application 'objectanalytics' (code 5)"));
    install(bench, directory, {.name = "objectanalytics"});
    upgrade(bench, image_of("13"));
    bench.come_back();
    CHECK(version(bench) == "13.0.33");
    CHECK_THAT(Bench("artpec8@13+bundled").get("/axis-cgi/applications/list.cgi"),
               !contains("VersionRange"));
}

TEST_CASE("after a factory default there is neither account nor application, and 13 closes HTTP") {
    const TempDir directory;
    for (const char* profile : {"artpec8", "artpec8@13"}) {
        INFO(profile);
        Bench bench(profile);
        install(bench, directory, {.name = "app"});
        bench.device().settings().set_parameter("Network.HostName", "mine");
        CHECK(bench.device().serves_http()); // never from the start
        CHECK(to_default(bench, "soft")["data"].empty());
        bench.come_back();
        CHECK(count(bench) == 0);
        CHECK(bench.device().accounts().empty());
        CHECK(bench.device().settings().parameters().count("Network.HostName") == 0);
        const bool closed = std::string(profile) == "artpec8@13";
        CHECK(bench.device().serves_http() == !closed);
        bench.login("");
        CHECK_THAT(
            bench.post("/axis-cgi/pwdgrp.cgi", "action=add&user=root&pwd=pass&grp=root&sgrp=admin"),
            contains("Created account root."));
        bench.login("root:pass");
        CHECK(bench.get("/axis-cgi/param.cgi?action=list&group=System.BoaGroupPolicy.admin") ==
              std::string("System.BoaGroupPolicy.admin=") + (closed ? "https\n" : "both\n"));
    }
}

TEST_CASE("a downgrade takes a factory default, and an upgrade may have one") {
    const TempDir directory;
    Bench bench("artpec8@13");
    install(bench, directory, {.name = "app"});
    upgrade(bench, image_of("12.11"), R"({"factoryDefaultMode":"hard"})");
    bench.come_back();
    CHECK(bench.device().profile().os.name == "12.11");
    CHECK(bench.device().serves_http());
    CHECK(count(bench) == 0);
    Bench other;
    install(other, directory, {.name = "old", .schema = "1.9.0", .setup = {}});
    upgrade(other, image_of("13"), R"({"factoryDefaultMode":"soft"})");
    other.come_back();
    CHECK(other.device().profile().os.name == "13");
    CHECK_FALSE(other.device().serves_http());
    CHECK(count(other) == 0);
}
