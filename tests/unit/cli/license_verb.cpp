// `license install` and `license remove`.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

namespace {

struct Licences : Cameras {
    std::string key = write("key.xml", "<Licensekey/>").string();
};

} // namespace

TEST_CASE("a licence key is installed and removed, and the list says what holds then") {
    Licences desk;
    desk.one().apps["hello"].license = "Missing";
    const Said said = desk.on_one({"license", "install", desk.key, "hello"});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\thello\tValid\t-\n");
    const auto device = desk.json_of_one({"license", "remove", "hello"});
    CHECK(device["application"] == "hello");
    CHECK(device["license"] == "Missing");
    CHECK(device["expires"].is_null());
}

TEST_CASE("what the device has against a key is told by its number's meaning") {
    Licences desk;
    struct Case {
        std::string answer;
        std::string code;
    };
    for (const Case& one :
         {Case{"Error: 21\n", "invalid-key"}, Case{"Error: 25\n", "other-application"},
          Case{"Error: 30\n", "other-device"}, Case{"Error: 31\n", "key-expired"}}) {
        desk.bend(desk.one(), "license.cgi", device::ok(one.answer));
        const auto device = desk.json_of_one({"license", "install", desk.key, "hello"});
        CHECK(device["error"]["code"] == one.code);
        CHECK(device["error"]["exit"] == 6);
        CHECK(device["application"] == "hello");
        CHECK(device["license"].is_null());
    }
    // OK is no proof: the list must call it valid.
    desk.one().apps["hello"].license = "Invalid";
    desk.bend(desk.one(), "license.cgi", device::ok("OK\n"));
    CHECK(desk.on_one({"license", "install", desk.key, "hello"}).exit == 6);
}

TEST_CASE("one device without the application does not cost the other its key") {
    Licences desk;
    desk.two().apps.clear();
    const Said said = desk.on_both({"license", "install", desk.key, "hello"});
    CHECK(said.exit == 10);
    CHECK(said.out == "http://one\thello\tValid\t-\n"
                      "http://two\t-\tfailed: application 'hello' is not installed\t-\n");
    CHECK_THAT(said.err, contains("error: http://two: application 'hello' is not installed"));
    CHECK(desk.two().count("license.cgi") == 0);
}

TEST_CASE("a file that can be no key is refused before a device is asked") {
    Licences desk;
    for (const char* option : {"-q", "--dry-run"}) {
        CHECK(desk.on_one({"license", "install", (desk.home() / "gone").string(), "x", option})
                  .exit == 3);
        const std::string empty = desk.write("empty", "").string();
        const Said said = desk.on_one({"license", "install", empty, "x", option});
        CHECK(said.exit == 3);
        CHECK_THAT(said.err, contains("is no licence key: it has 0 bytes"));
    }
    CHECK(desk.one().fake.requests.empty());
    check_usage(desk, {{{"license", "install"}, "FILE is missing", "license install --help"},
                       {{"license", "remove", "a", "b"}, "unexpected argument 'b'", "remove"}});
}

} // namespace acapctl::cli
