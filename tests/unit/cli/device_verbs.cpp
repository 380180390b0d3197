// `device add`, `device list` and `device remove`: the inventory.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

TEST_CASE("a device is named, listed, used by its name and group, and removed") {
    Cameras desk;
    const Said added =
        desk.acapctl({"device", "add", "door", "http://one", "--group", "lab", "--user", "u"});
    CHECK(added.exit == 0);
    CHECK(added.out.empty());
    CHECK(added.err == "door added; 'acapctl device show door' asks it what it is\n");
    CHECK(desk.acapctl({"device", "list"}).out == "door\thttp://one\tu\tlab\t-\t-\t-\t-\t-\n");
    CHECK_THAT(desk.acapctl({"list", "-t", "door"}).out, contains("hello"));
    CHECK_THAT(desk.acapctl({"list", "-t", "@lab", "-t", "all"}).out, contains("hello"));
    CHECK(desk.acapctl({"list", "-t", "@lob"}).exit == 2);
    CHECK_THAT(desk.acapctl({"list", "-t", "@lob"}).err, contains("@lab"));
    const Said removed = desk.acapctl({"device", "remove", "door"});
    CHECK(removed.exit == 0);
    CHECK(removed.err == "door removed from the inventory\n");
    CHECK_THAT(desk.acapctl({"device", "list"}).err, contains("the inventory is empty"));
}

TEST_CASE("add, list and remove tell the same as documents") {
    Desk desk;
    const auto added = desk.acapctl({"device", "add", "door", "https://192.0.2.7:444", "--group",
                                     "lab", "--group", "east", "--default", "--json"})
                           .document();
    CHECK(added["kind"] == "acapctl.device-add/v1");
    const auto expected = nlohmann::json::parse(R"({"device": "door", "ok": true, "error": null,
        "address": "https://192.0.2.7:444", "user": null, "groups": ["lab", "east"],
        "passwordSource": null, "clientCert": null, "default": true})");
    CHECK(added["devices"][0] == expected);
    auto listed = desk.acapctl({"device", "list", "--json"}).document();
    CHECK(listed["kind"] == "acapctl.device-list/v1");
    for (const char* learned : {"model", "axisOs", "probedAt"}) {
        CHECK(listed["devices"][0][learned].is_null());
        listed["devices"][0].erase(learned);
    }
    CHECK(listed["devices"][0] == expected);
    const auto removed = desk.acapctl({"device", "remove", "door", "--json"}).document();
    CHECK(removed["kind"] == "acapctl.device-remove/v1");
    CHECK(removed["devices"][0]["device"] == "door");
    CHECK(desk.acapctl({"device", "list", "--json"}).document()["summary"]["total"] == 0);
}

TEST_CASE("the default device is used where none is named, and stays so when replaced") {
    Cameras desk;
    REQUIRE(desk.acapctl({"device", "add", "door", "http://one", "--default"}).exit == 0);
    CHECK(desk.acapctl({"list"}).exit == 0);
    CHECK(desk.one().count("list.cgi") == 1);
    const Said taken = desk.acapctl({"device", "add", "door", "http://two"});
    CHECK(taken.exit == 3);
    CHECK_THAT(taken.err, contains("has a device 'door' already"));
    CHECK(desk.acapctl({"device", "add", "door", "http://two", "--replace"}).exit == 0);
    CHECK(desk.acapctl({"list"}).exit == 0);
    CHECK(desk.two().count("list.cgi") == 1);
}

TEST_CASE("a password is stored only by explicit choice, and never printed") {
    Desk desk;
    desk.input = "hunter2\n";
    const Words add{"device", "add", "door", "http://one", "--password-stdin"};
    const Said unasked = desk.acapctl(add);
    CHECK(unasked.exit == 2);
    CHECK_THAT(unasked.err, contains("add --store-password"));
    Words store = add;
    store.emplace_back("--store-password");
    REQUIRE(desk.acapctl(store).exit == 0);
    const Said table = desk.acapctl({"device", "list"});
    CHECK_THAT(table.out, contains("\tstored\t"));
    const Said document = desk.acapctl({"device", "list", "--json"});
    CHECK(document.document()["devices"][0]["passwordSource"] == "stored");
    for (const Said& said : {table, document}) CHECK(said.out.find("hunter2") == std::string::npos);
    desk.environment.clear();
    CHECK(desk.acapctl({"list", "-t", "door"}).exit != 2);
    CHECK(desk.devices["one"].fake.credentials.front().password.reveal() == "hunter2");
    desk.input.clear();
    const Said nobody = desk.acapctl({"device", "add", "x", "http://x", "--store-password"});
    CHECK(nobody.exit == 2);
    CHECK_THAT(nobody.err, contains("--password-stdin where nobody can be asked"));
}

TEST_CASE("what cannot be in an inventory is refused, and nothing of it is written") {
    struct Case {
        Words words;
        int exit;
        std::string message;
    };
    Desk desk;
    for (const Case& one :
         {Case{{"add", "all", "http://one"}, 2, "all"},
          Case{{"add", "a b", "http://one"}, 2, "a b"},
          Case{{"add", "door", "ftp://one"}, 2, "ftp"},
          Case{{"add", "door"}, 2, "ADDRESS is missing"}, Case{{"remove"}, 2, "NAME is missing"},
          Case{{"remove", "door"}, 3, "no device 'door'"},
          Case{{"list", "door"}, 2, "unexpected argument 'door'"}}) {
        Words words = one.words;
        words.insert(words.begin(), "device");
        const Said said = desk.acapctl(words);
        INFO(said.err);
        CHECK(said.exit == one.exit);
        CHECK_THAT(said.err, contains(one.message));
    }
    CHECK_FALSE(std::filesystem::exists(desk.home() / "acapctl/devices.toml"));
    REQUIRE(desk.acapctl({"device", "add", "door", "http://one"}).exit == 0);
    const Said half = desk.acapctl({"device", "remove", "door", "dor"});
    CHECK(half.exit == 3);
    CHECK_THAT(desk.acapctl({"device", "remove", "dor"}).err, contains("'door'"));
    CHECK_THAT(desk.acapctl({"device", "list"}).out, contains("door"));
}

TEST_CASE("an inventory that cannot be read is told with its place") {
    Desk desk;
    desk.write("acapctl/devices.toml", "devices = [[[\n");
    for (const Words& words :
         {Words{"device", "list"}, Words{"list", "-t", "door"}, Words{"device", "remove", "door"},
          Words{"device", "show", "door"}}) {
        const Said said = desk.acapctl(words);
        CHECK(said.exit == 3);
        CHECK_THAT(said.err, contains("devices.toml:1"));
    }
}

} // namespace acapctl::cli
