// `device add`, `device list` and `device remove`: the inventory.
#include "cameras.hpp"
#include "catch.hpp"
#include "support/text.hpp"
#include "unit/terminal/pty.hpp"

#include <map>

namespace acapctl::cli {

TEST_CASE("a device is named, listed, used by its name and group, and removed") {
    Cameras desk;
    const Said added =
        desk.acapctl({"device", "add", "door", "http://one", "--group", "lab", "--user", "u"});
    CHECK(added.exit == 0);
    CHECK(added.out.empty());
    CHECK(added.err == "door added; 'acapctl device show door' asks it what it is\n");
    CHECK(desk.acapctl({"device", "list"}).out ==
          "door\thttp://one\tu\tlab\t-\t-\t-\t-\t-\t-\t-\tnever\t-\n");
    CHECK_THAT(desk.acapctl({"list", "-t", "door"}).out, contains("hello"));
    CHECK_THAT(desk.acapctl({"list", "-t", "@lab", "-t", "all"}).out, contains("hello"));
    CHECK(desk.acapctl({"list", "-t", "@lob"}).exit == 2);
    CHECK_THAT(desk.acapctl({"list", "-t", "@lob"}).err, contains("@lab"));
    const Said removed = desk.acapctl({"device", "remove", "door"});
    CHECK(removed.exit == 0);
    CHECK(removed.err == "door removed from the inventory\n");
    CHECK_THAT(desk.acapctl({"device", "list"}).err, contains("the inventory is empty"));
}

TEST_CASE("on 80 columns the list has what tells devices apart, each on one line") {
    const Pty screen(80);
    Cameras desk;
    desk.acapctl({"device", "add", "door", "http://one", "--user", "operator"});
    desk.acapctl({"device", "add", "gate-of-the-north", "http://two", "--group", "lab"});
    CHECK(desk.acapctl({"device", "show", "door"}).exit == 0);
    desk.screen = screen.file();
    const Said said = desk.acapctl({"device", "list"});
    const std::string seen = screen.seen();
    CHECK(text::lines(seen).size() == 3);
    for (const char* part : {"NAME", "ADDRESS", "MODEL", "AXIS OS", "CHIP", "gate-of-the-north",
                             "http://two", "P3265-V", "12.11.72", "artpec8"})
        CHECK_THAT(seen, contains(part));
    for (const std::string& line : text::lines(seen)) CHECK(line.size() <= 80);
    CHECK_THAT(said.err, contains("for want of room without "));
    CHECK_THAT(said.err, contains("PASSWORD"));
    CHECK_THAT(said.err, contains("--json has all"));
}

TEST_CASE("add, list and remove tell the same as documents") {
    Desk desk;
    auto added = desk.acapctl({"device", "add", "door", "https://192.0.2.7:444", "--group", "lab",
                               "--group", "east", "--default", "--json"})
                     .document();
    CHECK(added["kind"] == "acapctl.device-add/v1");
    const auto expected = nlohmann::json::parse(R"({"device": "door", "ok": true, "error": null,
        "address": "https://192.0.2.7:444", "user": null, "groups": ["lab", "east"],
        "tags": {}, "serial": null, "pin": null, "passwordSource": null, "clientCert": null,
        "default": true})");
    CHECK(added["devices"][0]["outcome"] == "added");
    added["devices"][0].erase("outcome");
    CHECK(added["devices"][0] == expected);
    auto listed = desk.acapctl({"device", "list", "--json"}).document();
    CHECK(listed["kind"] == "acapctl.device-list/v1");
    CHECK(listed["leftOut"].empty());
    for (const char* learned : {"model", "axisOs", "architecture", "soc", "asOf", "probedAt",
                                "applicationNames", "applicationsAsOf"}) {
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

TEST_CASE("replacing a device keeps what was not given") {
    Desk desk;
    REQUIRE(desk.acapctl({"device", "add", "door", "http://one", "--group", "lab", "--tag",
                          "floor=2", "--user", "anna", "--serial", "B8A44F000001",
                          "--password-command", "pass show door"})
                .exit == 0);
    const Said said = desk.acapctl({"device", "add", "door", "http://two", "--replace"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("door replaced"));
    const auto listed = [&] {
        return desk.acapctl({"device", "list", "--json"}).document()["devices"][0];
    };
    CHECK(listed()["address"] == "http://two");
    CHECK(listed()["groups"] == nlohmann::json{"lab"});
    CHECK(listed()["tags"] == nlohmann::json{{"floor", "2"}});
    CHECK(listed()["user"] == "anna");
    CHECK(listed()["serial"] == "B8A44F000001");
    CHECK(listed()["passwordSource"] == "command");
    const Said other = desk.acapctl(
        {"device", "add", "door", "http://two", "--group", "far", "--replace", "--json"});
    CHECK(other.document()["devices"][0]["outcome"] == "replaced");
    CHECK(listed()["groups"] == nlohmann::json{"far"});
    CHECK(listed()["tags"] == nlohmann::json{{"floor", "2"}});
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
          Case{{"add", "door"}, 2, "ADDRESS is missing"}, Case{{"remove"}, 2, "no device is named"},
          Case{{"remove", "door"}, 3, "no device 'door'"},
          Case{{"list", "@lab"}, 2, "the inventory has no devices"},
          Case{{"add", "door", "http://one", "--tag", "floor"}, 2, "'floor' is no tag"},
          Case{{"add", "door", "http://one", "--tag", "arch=x"}, 2, "name of a tag"},
          Case{{"add", "door", "http://one", "--serial", "1"}, 2, "no serial number"},
          Case{{"add", "door", "https://one", "--fingerprint", "1"}, 2, "not a SHA-256"},
          Case{{"import", "none.csv"}, 3, "none.csv"},
          Case{{"discover", "--wait", "0"}, 2, "asks nobody"},
          Case{{"discover", "--range", "10.0.0.0/8"}, 2, "at most 4096 addresses"}}) {
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

TEST_CASE(
    "a selector means devices by what was learned of them, and tells of whom it is not known") {
    Cameras desk;
    const std::string pin(64, 'a');
    REQUIRE(
        desk.acapctl({"device", "add", "door", "http://one", "--tag", "floor=2", "--group", "lab"})
            .exit == 0);
    REQUIRE(desk.acapctl({"device", "add", "gate", "http://two", "--group", "lab"}).exit == 0);
    REQUIRE(desk.acapctl({"device", "add", "roof", "https://three", "--fingerprint", pin}).exit ==
            0);
    const Said unknown = desk.acapctl({"list", "-t", "@lab&arch=aarch64"});
    CHECK(unknown.exit == 2);
    CHECK_THAT(unknown.err, contains("the architecture of door, gate is not known"));
    CHECK_THAT(unknown.err, contains("'acapctl device show door,gate'"));
    REQUIRE(desk.acapctl({"device", "show", "door"}).exit == 0);
    const Said listed = desk.acapctl({"list", "-t", "arch=aarch64", "--json"});
    CHECK(listed.exit == 0);
    CHECK(listed.document()["devices"].size() == 1);
    CHECK_THAT(listed.err,
               contains("2 devices are left out, because the architecture is not known: "
                        "gate, roof"));
    CHECK(desk.acapctl({"list", "-t", "floor=2", "-t", "app=hello&soc=artpec8"}).exit == 0);
    desk.time.date += std::chrono::minutes(5);
    const auto shown =
        desk.acapctl({"device", "list", "axisos>=12.0", "roof", "--json"}).document();
    REQUIRE(shown["devices"].size() == 2);
    const auto& door = shown["devices"][0];
    CHECK(door["device"] == "door");
    CHECK(door["tags"] == nlohmann::json{{"floor", "2"}});
    CHECK(door["architecture"] == "aarch64");
    CHECK(door["serial"] == "B8A44F000001");
    CHECK(door["asOf"] == "2025-12-18T00:00:00Z");
    CHECK(door["applicationNames"] == nlohmann::json{"hello"});
    CHECK(shown["devices"][1]["pin"].get<std::string>().size() == 95);
    CHECK(shown["leftOut"] == nlohmann::json{"gate"});
    CHECK_THAT(desk.acapctl({"device", "list", "door"}).out,
               contains("\tP3265-V\t12.11.72\tfloor=2\taarch64\tartpec8\t5 min ago\t-\n"));
}

TEST_CASE("devices are imported with passwords only where somebody says so") {
    Desk desk;
    const std::string file =
        desk.write("cams.csv", "ip,user,password\n10.0.0.1,root,hunter2\nftp://x,u,p\n").string();
    const Said planned = desk.acapctl({"device", "import", file, "--dry-run"});
    CHECK(planned.exit == 10);
    CHECK_THAT(planned.err, contains("would be: 1 added"));
    CHECK_FALSE(std::filesystem::exists(desk.home() / "acapctl/devices.toml"));
    const Said left =
        desk.acapctl({"device", "import", file, "--group", "lab", "--tag", "floor=2"});
    CHECK(left.exit == 10);
    CHECK(left.out == "10.0.0.1\t10.0.0.1\troot\tlab\tfloor=2\tadded\n");
    CHECK_THAT(left.err, contains("cams.csv:3: the address is none"));
    CHECK_THAT(left.err, contains("; the device is not imported"));
    CHECK_THAT(left.err, contains("1 password of"));
    CHECK_THAT(desk.acapctl({"device", "list"}).out, contains("\tlab\t-\t"));
    const Said kept =
        desk.acapctl({"device", "import", file, "--store-passwords", "inventory", "--json"});
    CHECK(kept.document()["devices"][0]["outcome"] == "kept");
    CHECK(kept.document()["remarks"][0]["line"] == 3);
    const Said stored = desk.acapctl(
        {"device", "import", file, "--store-passwords", "inventory", "--replace", "--json"});
    CHECK(stored.document()["devices"][0]["outcome"] == "replaced");
    CHECK(stored.document()["devices"][0]["passwordSource"] == "stored");
    for (const char* format : {"csv", "json", "toml", "ansible"}) {
        const Said exported = desk.acapctl({"device", "export", "--format", format});
        CHECK(exported.exit == 0);
        CHECK_THAT(exported.out, contains("10.0.0.1"));
        CHECK_THAT(exported.out, !contains("hunter2"));
    }
    for (const Said& said : {planned, left, kept, stored})
        CHECK_THAT(said.out + said.err, !contains("hunter2"));
    const std::string licence =
        desk.write("LICENSE", "MIT License\n\nPermission is hereby\n").string();
    const Said refused = desk.acapctl({"device", "import", licence});
    CHECK(refused.exit == 3);
    CHECK_THAT(refused.err, contains("no list of devices that is known") && contains("--format"));
    const std::string bad = desk.write("bad.csv", "ip\nftp://x\n").string();
    CHECK(desk.acapctl({"device", "import", bad}).exit == 3);
}

TEST_CASE("what is exported can be imported again") {
    Desk desk;
    REQUIRE(desk.acapctl({"device", "add", "door", "https://anna@10.0.0.1:8443", "--group", "lab",
                          "--tag", "floor=2", "--serial", "b8:a4:4f:00:00:01"})
                .exit == 0);
    std::map<std::string, std::string> files;
    for (const char* format : {"csv", "json", "toml", "ansible"}) {
        const Said exported = desk.acapctl({"device", "export", "--format", format});
        const std::string name = std::string("list.") + format;
        files[format] = desk.write(name, exported.out).string();
    }
    for (const auto& [format, file] : files) {
        INFO(format);
        REQUIRE(desk.acapctl({"device", "remove", "door"}).exit == 0);
        const Said imported = desk.acapctl({"device", "import", file, "--format", format});
        INFO(imported.err);
        CHECK(imported.exit == 0);
        const auto listed = desk.acapctl({"device", "list", "--json"}).document();
        REQUIRE(listed["devices"].size() == 1);
        const auto& device = listed["devices"][0];
        CHECK(device["device"] == "door");
        CHECK(device["address"] == "https://anna@10.0.0.1:8443");
        CHECK(device["groups"] == nlohmann::json{"lab"});
        CHECK(device["tags"] == nlohmann::json{{"floor", "2"}});
        CHECK(device["serial"] == "B8A44F000001");
    }
}

TEST_CASE("a sweep finds devices without a login, and those that are known are kept") {
    Desk desk;
    const auto asks_login = [](const char* serial) {
        return [serial](const device::Request&) -> std::optional<device::Answer> {
            const std::string realm = std::string("Basic realm=\"AXIS_") + serial + "\"";
            return device::Reply{.status = 401, .headers = {{"www-authenticate", realm}}};
        };
    };
    desk.devices["10.0.0.1"].bend = asks_login("B8A44F000001");
    desk.devices["10.0.0.2"].bend = asks_login("B8A44F000002");
    REQUIRE(desk.acapctl({"device", "add", "door", "moved", "--serial", "B8A44F000002"}).exit == 0);
    const Words words{"device", "discover", "--wait", "0", "--range", "10.0.0.0/30"};
    CHECK(desk.acapctl(words).out ==
          "axis-b8a44f000001\t10.0.0.1\t-\tB8A44F000001\tsweep\t-\n"
          "axis-b8a44f000002\t10.0.0.2\t-\tB8A44F000002\tsweep\tdoor, at another address\n");
    Words adding = words;
    adding.insert(adding.end(), {"--add", "--group", "new", "--json"});
    const auto added = desk.acapctl(adding).document();
    CHECK(added["kind"] == "acapctl.device-discover/v1");
    CHECK(added["addressesAsked"] == 2);
    CHECK(added["devices"][0]["outcome"] == "added");
    CHECK(added["devices"][0]["name"] == "axis-b8a44f000001");
    CHECK(added["devices"][1]["outcome"] == "kept");
    CHECK(added["devices"][1]["name"] == "door");
    CHECK(added["devices"][1]["inventoryAddress"] == "moved");
    CHECK(added["devices"][0]["inventoryAddress"].is_null());
    CHECK(desk.devices["10.0.0.1"].fake.credentials.empty());
    const auto listed = desk.acapctl({"device", "list", "@new", "--json"}).document();
    REQUIRE(listed["devices"].size() == 1);
    CHECK(listed["devices"][0]["serial"] == "B8A44F000001");
    CHECK(listed["devices"][0]["address"] == "10.0.0.1");
}

TEST_CASE("a device is known by the serial number that it told, wherever it is found") {
    Cameras desk;
    REQUIRE(desk.acapctl({"device", "add", "door", "http://one"}).exit == 0);
    REQUIRE(desk.acapctl({"device", "show", "door"}).exit == 0); // B8A44F000001
    const auto asks_login = [](const std::string& serial) {
        return [serial](const device::Request&) -> std::optional<device::Answer> {
            const std::string realm = "Basic realm=\"AXIS_" + serial + "\"";
            return device::Reply{.status = 401, .headers = {{"www-authenticate", realm}}};
        };
    };
    desk.devices["10.0.0.1"].bend = asks_login("B8A44F000001");
    const Words words{"device", "discover", "--wait", "0", "--range", "10.0.0.1", "--add"};
    const Said said = desk.acapctl(words);
    CHECK(said.out ==
          "axis-b8a44f000001\t10.0.0.1\t-\tB8A44F000001\tsweep\tdoor, at another address (kept)\n");
    CHECK_THAT(said.err, contains("door: a device with its serial number answers at 10.0.0.1"));
    // Another one at an address of the inventory is not that device, and is told.
    REQUIRE(desk.acapctl({"device", "add", "gate", "10.0.0.1", "--serial", "B8A44F000009"}).exit ==
            0);
    desk.devices["10.0.0.1"].bend = asks_login("B8A44F000002");
    CHECK_THAT(desk.acapctl(words).out, contains("\tkept: 'gate' has its address\n"));
    CHECK(desk.acapctl({"device", "list", "--json"}).document()["summary"]["total"] == 2);
}

TEST_CASE("an address has one name for each account") {
    Desk desk;
    REQUIRE(desk.acapctl({"device", "add", "door", "https://Cam"}).exit == 0);
    const Said second = desk.acapctl({"device", "add", "gate", "root@cam:443", "--json"});
    CHECK(second.exit == 3);
    CHECK(second.document()["error"]["code"] == "address-has-name");
    CHECK_THAT(second.out, contains("a device at cam:443 already: 'door'"));
    CHECK_THAT(second.out, contains("'acapctl device remove door'"));
    CHECK(desk.acapctl({"device", "add", "door", "cam", "--replace"}).exit == 0);
    CHECK(desk.acapctl({"device", "add", "viewer", "anna@cam"}).exit == 0);
    CHECK(desk.acapctl({"device", "add", "port", "cam:8443"}).exit == 0);
}

TEST_CASE("device remove takes selectors, and asks where they mean several devices") {
    Desk desk;
    const auto there = [&] {
        std::vector<std::string> names;
        const auto listed = desk.acapctl({"device", "list", "--json"}).document();
        for (const auto& device : listed["devices"]) names.push_back(device["device"]);
        return text::join(names, " ");
    };
    for (const char* name : {"cam1", "cam2", "cam3", "door", "gate"})
        REQUIRE(desk.acapctl({"device", "add", name, std::string("http://") + name}).exit == 0);
    const Said alone = desk.acapctl({"device", "remove", "cam*"});
    CHECK(alone.exit == 2);
    CHECK_THAT(alone.err, contains("3 devices would be removed"));
    CHECK_THAT(alone.err, contains("--yes"));
    const Said planned = desk.acapctl({"device", "remove", "-t", "cam*", "--dry-run"});
    CHECK(planned.exit == 0);
    CHECK_THAT(planned.err, contains("cam2 would be removed from the inventory"));
    CHECK(desk.acapctl({"device", "remove", "cam*,nobody"}).exit == 3);
    CHECK(desk.acapctl({"device", "remove", "@nobody"}).exit == 2);
    desk.typed = "n\n";
    CHECK_THAT(desk.acapctl({"device", "remove", "cam*", "!cam3"}).err,
               contains("cam1, cam2") && contains("nothing was changed"));
    desk.typed.clear();
    CHECK(there() == "cam1 cam2 cam3 door gate");
    CHECK(desk.acapctl({"device", "remove", "cam3*"}).exit == 0); // one: nobody need be asked
    desk.typed = "y\n";
    CHECK(desk.acapctl({"device", "remove", "cam*"}).exit == 0);
    desk.typed.clear();
    CHECK(desk.acapctl({"device", "remove", "door&gate"}).exit == 2); // no device is both
    CHECK(there() == "door gate");
    CHECK(desk.acapctl({"device", "add", "roof", "http://roof"}).exit == 0);
    CHECK(desk.acapctl({"device", "remove", "door,gate"}).exit == 0); // each was named
    const auto removed = desk.acapctl({"device", "remove", "all", "--yes", "--json"}).document();
    CHECK(removed["devices"][0]["removed"] == true);
    CHECK(there().empty());
}

TEST_CASE("a list that names one device twice loses none without a word") {
    Desk desk;
    const std::string file =
        desk.write("cams.csv", "name,ip\ndoor,10.0.0.1\ndoor,10.0.0.2\n").string();
    const Said said = desk.acapctl({"device", "import", file});
    CHECK(said.exit == 10);
    CHECK(said.out == "door\t10.0.0.1\t-\t-\t-\tadded\n");
    CHECK_THAT(said.err, contains("cams.csv:3: line 2 has its name, 'door', at another address; "
                                  "the device is not imported"));
    const std::string ports =
        desk.write("nat.csv", "ip,port,password\n10.0.0.7,81,one\n10.0.0.7,82,two\n").string();
    CHECK(desk.acapctl({"device", "import", ports, "--store-passwords", "inventory"}).exit == 0);
    CHECK(desk.acapctl({"device", "list", "-t", "10.0.0.7*", "--json"})
              .document()["summary"]["total"] == 2);
}

TEST_CASE("device list takes a word for a name, and an address for a host") {
    Desk desk;
    REQUIRE(desk.acapctl({"device", "add", "cam0", "http://one"}).exit == 0);
    REQUIRE(desk.acapctl({"device", "add", "cam01", "http://two"}).exit == 0);
    const Said slip = desk.acapctl({"device", "list", "Cam0"});
    CHECK(slip.exit == 2);
    CHECK_THAT(slip.err, contains("Did you mean 'cam0'?"));
    const Said other = desk.acapctl({"device", "list", "cam0", "roof"});
    CHECK(other.exit == 2);
    CHECK_THAT(other.err, contains("target 'roof': the inventory has no such device"));
    CHECK(desk.acapctl({"device", "list", "192.0.2.7"}).exit == 0);
    CHECK(desk.acapctl({"list", "-t", "Cam0"}).exit == 2);
    CHECK(desk.acapctl({"device", "remove", "cam0", "cam0"}).exit == 3);
    CHECK(desk.acapctl({"device", "remove", "cam01", "cam0"}).exit == 0);
}

} // namespace acapctl::cli
