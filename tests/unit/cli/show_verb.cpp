// `device show`: asked now or remembered, both printers.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

TEST_CASE("device show tells what a device says it is") {
    Cameras desk;
    const Said said = desk.acapctl({"device", "show", "http://one"});
    CHECK(said.exit == 0);
    for (const char* row : {"address\thttp://one", "model\tP3265-V", "serial\tB8A44F000001",
                            "axis os\t12.11.72", "architecture\taarch64", "soc\tAxis Artpec-8",
                            "allow-unsigned\ttrue", "applications\t1, 1 running"})
        CHECK_THAT(said.out, contains("http://one\t" + std::string(row) + "\n"));
    CHECK(said.out.find("remembered") == std::string::npos);
    CHECK(said.out.find("certificate") == std::string::npos); // none is shown over http

    const auto device = desk.json_of_one({"device", "show"});
    CHECK(device["model"] == "P3265-V");
    CHECK(device["policies"]["allowUnsigned"] == true);
    CHECK(device["applications"] == 1);
    CHECK(device["apis"].is_null()); // it has no list of them
    CHECK(device["cached"] == false);
    CHECK(device["asOf"] == "2025-12-18T00:00:00Z");
}

TEST_CASE("device show remembers, and says how long ago it asked") {
    using std::chrono::minutes;
    Cameras desk;
    const Words cached{"device", "show", "--cached"};
    CHECK(desk.json_of_one(cached)["error"]["code"] == "not-cached");
    CHECK(desk.on_one(cached).exit == 3);
    REQUIRE(desk.on_one({"device", "show"}).exit == 0);
    const auto asked = desk.one().fake.requests.size();
    const auto begin = desk.time.date;
    struct Case {
        int later; // minutes
        std::string age;
    };
    for (const Case& one :
         {Case{0, "less than a minute ago"}, Case{1, "1 min ago"}, Case{119, "119 min ago"},
          Case{120, "2 h ago"}, Case{47 * 60 + 59, "47 h ago"}, Case{48 * 60, "2 days ago"}}) {
        desk.time.date = begin + minutes(one.later);
        CHECK_THAT(desk.on_one(cached).out,
                   contains("http://one\tremembered\tasked " + one.age + "\n"));
    }
    const auto device = desk.json_of_one(cached);
    CHECK(device["cached"] == true);
    CHECK(device["asOf"] == "2025-12-18T00:00:00Z");
    CHECK(device["model"] == "P3265-V");
    CHECK(desk.one().fake.requests.size() == asked);
}

TEST_CASE("a device that is gone is a failure, and what it was stands beside it") {
    Cameras desk;
    REQUIRE(desk.on_one({"device", "show"}).exit == 0);
    desk.give(desk.one(), trouble(5));
    const Said gone = desk.on_one({"device", "show"});
    CHECK(gone.exit == 5);
    CHECK_THAT(gone.out, contains("http://one\tremembered\tasked less than a minute ago"));
    CHECK_THAT(gone.err, contains("error: http://one: cannot connect"));
    const auto device = desk.json_of_one({"device", "show"});
    CHECK(device["ok"] == false);
    CHECK(device["cached"] == true);
    CHECK(device["model"] == "P3265-V");
    desk.give(desk.one(), trouble(4)); // of one that is there nothing else is told
    CHECK(desk.json_of_one({"device", "show"})["model"].is_null());
}

TEST_CASE("device show tells the certificate, and whether it is trusted") {
    struct Case {
        std::string pinned;
        std::string distrust;
        std::string words;
    };
    Cameras desk;
    for (const Case& one :
         {Case{"", "", "vouched for, CN=x"}, Case{"", "self-signed", "not trusted, "},
          Case{"AA:BB", "self-signed", "trusted by its fingerprint, "}}) {
        desk.one().fake.certificate = {.fingerprint = "AA:BB",
                                       .subject = "CN=x",
                                       .not_after = "2030-01-01T00:00:00Z",
                                       .pinned = one.pinned,
                                       .distrust = one.distrust};
        const Said said = desk.acapctl({"device", "show", "https://one"});
        INFO(said.out << said.err);
        CHECK_THAT(said.out, contains("certificate\t" + one.words));
        CHECK_THAT(said.out, contains("until 2030-01-01T00:00:00Z, SHA-256 AA:BB"));
    }
}

TEST_CASE("names and groups of the inventory go with what the device says") {
    Cameras desk;
    REQUIRE(desk.acapctl({"device", "add", "door", "http://one", "--group", "lab"}).exit == 0);
    const Said said = desk.acapctl({"device", "show", "door"});
    CHECK_THAT(said.out, contains("door\tgroups\tlab\n"));
    CHECK(
        desk.acapctl({"device", "show", "door", "--json"}).document()["devices"][0]["groups"][0] ==
        "lab");
    const auto list = desk.acapctl({"device", "list", "--json"}).document()["devices"][0];
    CHECK(list["model"] == "P3265-V"); // learned by the first command
    CHECK(list["axisOs"] == "12.11.72");
}

} // namespace acapctl::cli
