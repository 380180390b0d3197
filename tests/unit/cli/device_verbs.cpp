// Verbs about the devices that a user has.
#include "catch.hpp"
#include "desk.hpp"

namespace acapctl::cli {

TEST_CASE("a device is named, listed, used by its name and group, and removed") {
    Desk desk;
    desk.devices["192.0.2.7"].apps["hello"] = {"1.0.0", "Running"};
    CHECK(
        desk.acapctl({"device", "add", "door", "http://192.0.2.7", "--group", "lab", "--user", "u"})
            .exit == 0);
    CHECK_THAT(desk.acapctl({"device", "list"}).out, contains("door\thttp://192.0.2.7"));
    const auto document = desk.acapctl({"device", "list", "--json"}).document();
    CHECK(document["devices"][0]["groups"][0] == "lab");
    CHECK_THAT(desk.acapctl({"list", "-t", "door"}).out, contains("hello"));
    CHECK_THAT(desk.acapctl({"list", "-t", "@lab"}).out, contains("hello"));
    CHECK(desk.acapctl({"list", "-t", "@nobody"}).exit == 2);
    CHECK(desk.acapctl({"device", "add", "door", "http://192.0.2.8"}).exit !=
          0); // the name is taken
    CHECK(desk.acapctl({"device", "remove", "door"}).exit == 0);
    CHECK_THAT(desk.acapctl({"device", "list"}).err, contains("the inventory is empty"));
}

TEST_CASE("device show tells what a device says it is") {
    Desk desk;
    desk.devices["one"].axis_os = "12.11.72";
    const Said said = desk.acapctl({"device", "show", "http://one"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("12.11.72"));
    CHECK_THAT(said.out, contains("P3265-V"));
    const auto document = desk.acapctl({"device", "show", "http://one", "--json"}).document();
    CHECK(document["kind"] == "acapctl.device-show/v1");
    CHECK(document["devices"][0]["ok"] == true);
}

TEST_CASE("an inventory that cannot be read is told with its place") {
    Desk desk;
    desk.write("acapctl/devices.toml", "devices = [[[\n");
    const Said said = desk.acapctl({"device", "list"});
    CHECK(said.exit == 3);
    CHECK_THAT(said.err, contains("devices.toml:1"));
}

} // namespace acapctl::cli
