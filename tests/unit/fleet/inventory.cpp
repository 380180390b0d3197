#include "fleet/inventory_edit.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "fleet/select.hpp"
#include "support/files.hpp"
#include "support/workers.hpp"
#include "unit/variable.hpp"

#include <algorithm>
#include <map>
#include <random>

using namespace acapctl;
using namespace acapctl::fleet;

namespace {

const char* sample = R"(# my cameras
default = "door"

# beside the door
[devices.door]
address = "192.168.0.90"
user = "anna"
groups = ["lab", "artpec8"]
tags = { floor = "2", "site.name" = "malmo" }
serial = "b8:a4:4f:00:00:01"
password_command = "pass show axis/door"

# in the yard
[devices."yard.1"]
address = "https://bo@yard:8443"
groups = ["lab"]
password_command = ["sh", "-c", "echo x | tail -1"]

[devices.plain]
address = "http://10.0.0.1"
client_cert = "~/me.pem"
client_key = "keys/me.key"
)";

device::Lookup with(std::map<std::string, std::string> variables) {
    return [variables](const char* name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

// What is meant where nothing is known of the devices but what the inventory says.
std::vector<device::Target> chosen(const std::vector<std::string>& texts,
                                   const Inventory& inventory, const device::Lookup& environment) {
    return fleet::select(texts, inventory, environment).targets;
}

std::vector<std::string> names(const std::vector<device::Target>& targets) {
    std::vector<std::string> result;
    for (const auto& target : targets) result.push_back(target.name);
    return result;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("the inventory is read as it is written") {
    const Inventory inventory = parse_inventory(sample, "devices.toml");
    CHECK(inventory.names() == Names{"door", "yard.1", "plain"});
    CHECK(inventory.groups() == Names{"artpec8", "lab"});
    CHECK(inventory.default_device == "door");
    const InventoryDevice& door = *inventory.find("door");
    CHECK(door.address == "192.168.0.90");
    CHECK(door.tags == std::map<std::string, std::string>{{"floor", "2"}, {"site.name", "malmo"}});
    CHECK(door.serial == "B8A44F000001");
    CHECK(door.password_command == Names{"pass", "show", "axis/door"});
    CHECK(inventory.find("yard.1")->password_command == Names{"sh", "-c", "echo x | tail -1"});
    CHECK(parse_inventory("", "f").devices.empty());
}

TEST_CASE("what is wrong in the inventory is told with its place") {
    struct Row {
        const char* toml;
        const char* words;
    };
    const Row rows[] = {
        {"[devices", "devices.toml:1:"},
        {"device = 1", "unknown key 'device'"},
        {"[devices.a]\nadress = 'x'", "devices.toml:2:1: unknown key 'adress' in [devices.a]"},
        {"[devices.a]\n", "no address"},
        {"[devices.a]\naddress = 1", "devices.a.address is not a string"},
        {"[devices.a]\naddress = ''", "devices.a.address is empty"},
        {"[devices.a]\naddress = 'ftp://x'", "http:// and https://"},
        {"[devices.a]\naddress = 'root:hunter2@x'", "must not contain a password"},
        {"[devices.all]\naddress = 'x'", "'all' cannot be the name"},
        {"[devices.'a b']\naddress = 'x'", "cannot be the name"},
        {"[devices.\"a\\u001b\"]\naddress = 'x'", "\\x1b"},
        {"devices = 3", "not a table"},
        {"[devices]\na = 3", "not a table"},
        {"[devices.a]\naddress = 'x'\ngroups = 'lab'",
         "devices.a.groups is not an array of strings"},
        {"[devices.a]\naddress = 'x'\ngroups = ['@lab']", "cannot be the name of a group"},
        {"[devices.a]\naddress = 'x'\ntags = 'lab'", "not a table"},
        {"[devices.a]\naddress = 'x'\ntags = {a = 1}", "devices.a.tags.a is not a string"},
        {"[devices.a]\naddress = 'x'\ntags = {arch = 'x'}", "'arch' cannot be the name of a tag"},
        {"[devices.a]\naddress = 'x'\ntags = {a = 'x,y'}", "cannot be the value of tag 'a'"},
        {"[devices.a]\naddress = 'x'\ntags = {a = ''}", "cannot be the value of tag 'a'"},
        {"[devices.a]\naddress = 'x'\nserial = '12'", "devices.a.serial is no serial number"},
        {"[devices.a]\naddress = 'x'\npassword_command = 'a | b'", "without a shell"},
        {"[devices.a]\naddress = 'x'\npassword_command = []", "password_command is empty"},
        {"[devices.a]\naddress = 'x'\nclient_key = 'k'", "client_key has no client_cert"},
        {"[devices.a]\naddress = 'x'\nclient_cert = ''", "client_cert is empty"},
        {"default = 'b'\n[devices.a]\naddress = 'x'", "default names no device"},
    };
    for (const Row& row : rows) {
        INFO(row.toml);
        try {
            parse_inventory(row.toml, "devices.toml");
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            CHECK_THAT(error.failure().message, contains(row.words));
            CHECK_THAT(error.failure().message, !contains("hunter2"));
        }
    }
}

TEST_CASE("names, groups, all, hosts and the default become targets, each once") {
    const Inventory inventory = parse_inventory(sample, "f");
    const auto select_names = [&](const Names& texts) {
        return names(chosen(texts, inventory, with({})));
    };
    CHECK(select_names({}) == Names{"door"});
    CHECK(select_names({"plain", "door"}) == Names{"plain", "door"});
    CHECK(select_names({"@lab"}) == Names{"door", "yard.1"});
    CHECK(select_names({"yard.1", "@lab", "all"}) == Names{"yard.1", "door", "plain"});
    CHECK(select_names({"other", "other", "https://x"}) == Names{"other", "https://x"});
    CHECK_THROWS_AS(select_names({"@lap"}), Error);
    CHECK_THROWS_AS(chosen({"all"}, {}, with({})), Error);
    CHECK_THROWS_AS(chosen({}, {}, with({})), Error);
}

TEST_CASE("a host whose name is nearly that of a device says so, and is no other device") {
    const auto target = chosen({"oor7"}, parse_inventory(sample, "f"), with({})).front();
    CHECK(target.host == "oor7");
    CHECK(target.similar_name == "door");
    CHECK(
        chosen({"192.0.2.7"}, parse_inventory(sample, "f"), with({})).front().similar_name.empty());
}

TEST_CASE("a word that is a name of the inventory but for a slip is refused, an address never") {
    const Inventory inventory = parse_inventory(sample, "f");
    for (const char* slip : {"dor", "Door", "DOOR", "dooor", "doer"}) {
        INFO(slip);
        try {
            chosen({"plain", slip}, inventory, with({}));
            FAIL("it became a host");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::usage);
            CHECK_THAT(error.failure().message, contains("the inventory has no such device"));
            CHECK(error.failure().hint ==
                  std::string("Did you mean 'door'? A host of that name is written https://") +
                      slip);
        }
    }
    for (const char* host : {"https://dor", "dor:443", "dor.local", "other", "d"})
        CHECK(chosen({host}, inventory, with({})).size() == 1);
    CHECK(chosen({"dor"}, {}, with({})).front().host == "dor");
    const Inventory numbered = parse_inventory("[devices.cam1]\naddress = 'x'", "f");
    for (const char* host : {"cam2", "cam", "cam11"})
        CHECK(chosen({host}, numbered, with({})).front().host == host);
}

TEST_CASE("the inventory's login wins over the environment's, which completes the rest") {
    const Inventory inventory = parse_inventory(sample, "f");
    const auto environment = with({{"AXIS_DEVICE_USER", "env"}, {"AXIS_DEVICE_PASS", "envpass"}});
    const auto targets = chosen({"all", "free"}, inventory, environment);
    CHECK(targets[0].user == "anna");
    CHECK(targets[0].password.empty());
    CHECK(targets[0].password_command.size() == 3);
    CHECK(targets[1].user == "bo");
    CHECK(targets[1].origin() == "https://yard:8443");
    CHECK(targets[2].user == "env");
    CHECK(targets[2].password.reveal() == "envpass");
    CHECK(targets[3].name == "free");
    CHECK(targets[3].password.reveal() == "envpass");
}

TEST_CASE("files that the inventory names lie at home, beside it, or where they say") {
    const Variable home("HOME", "/home/anna");
    const Variable config("XDG_CONFIG_HOME", "/home/anna/.config");
    const auto target = chosen({"plain"}, parse_inventory(sample, "f"), with({})).front();
    CHECK(target.client_certificate == "/home/anna/me.pem");
    CHECK(target.client_key == "/home/anna/.config/acapctl/keys/me.key");
    CHECK(file_of_inventory("/etc/me.pem") == "/etc/me.pem");
    CHECK(chosen({"door"}, parse_inventory(sample, "f"), with({})).front().client_key.empty());
}

TEST_CASE("an edit leaves everything else as a person wrote it") {
    const InventoryDevice gate{.name = "gate.2",
                               .address = "10.0.0.2",
                               .user = "o'neil \"x\" \\",
                               .groups = {"lab"},
                               .tags = {{"a.b", "x \"y\""}, {"floor", "2"}},
                               .serial = "B8A44F000002",
                               .password_command = {"a b", "c"}};
    const std::string more = with_device(sample, gate);
    CHECK(more.starts_with(sample));
    const Inventory inventory = parse_inventory(more, "f");
    REQUIRE(inventory.find("gate.2") != nullptr);
    CHECK(inventory.find("gate.2")->user == gate.user);
    CHECK(inventory.find("gate.2")->tags == gate.tags);
    CHECK(inventory.find("gate.2")->serial == gate.serial);
    CHECK(inventory.find("gate.2")->password_command == gate.password_command);
    CHECK(without_device(more, "gate.2") == std::string(sample) + "\n");

    const std::string less = without_device(sample, "yard.1");
    CHECK(parse_inventory(less, "f").names() == Names{"door", "plain"});
    CHECK_THAT(less, contains("# beside the door"));

    CHECK(without_devices(sample, {"plain", "yard.1"}) ==
          without_device(without_device(sample, "plain"), "yard.1"));
    CHECK(without_devices(sample, {}) == sample);
    CHECK(parse_inventory(without_devices(sample, {"door", "plain"}), "f").default_device.empty());

    const std::string no_default = without_device(sample, "door");
    CHECK(parse_inventory(no_default, "f").default_device.empty());
    CHECK_THAT(no_default, contains("# in the yard"));
    CHECK(parse_inventory(with_default(sample, "plain"), "f").default_device == "plain");
    CHECK(parse_inventory(with_default("[devices.a]\naddress='x'", "a"), "f").default_device ==
          "a");
    CHECK(parse_inventory(with_device("", gate), "f").devices.size() == 1);
}

TEST_CASE("an edit that would damage the file is refused") {
    for (const char* toml : {"devices = {a = {address = 'x'}, b = {address = 'y'}}",
                             "devices.a.address = 'x'\ndevices.b.address = 'y'",
                             "[devices]\na.address = 'x'\nb.address = 'y'"}) {
        INFO(toml);
        CHECK(parse_inventory(toml, "f").devices.size() == 2);
        CHECK_THROWS_AS(without_device(toml, "a"), Error);
    }
    // Lines within a text look like a section or hold the rest of the default.
    CHECK_THROWS_AS(without_device("[devices.a]\naddress = 'x'\nuser = '''\n[x'''", "a"), Error);
    CHECK_THROWS_AS(without_device("[devices.a]\naddress = 'x'\nuser = '''\n[devices.c]\naddress = "
                                   "'y'\n#'''\n",
                                   "a"),
                    Error);
    CHECK_THROWS_AS(with_default("default = '''\na'''\n[devices.a]\naddress = 'x'", ""), Error);
    CHECK_THROWS_AS(with_default("[devices.a]\naddress = 'x'", "b"), Error);
    CHECK_THROWS_AS(without_device("[devices.a", "a"), Error);
    CHECK_THROWS_AS(with_default("[devices.a", "a"), Error);
    CHECK_THROWS_AS(with_device(sample, {.name = "door", .address = "x"}), Error);
    CHECK_THROWS_AS(with_device("", {.name = "all", .address = "x"}), Error);
}

TEST_CASE("a stored password must be for the owner's eyes alone") {
    const TempDir directory;
    const auto file = directory.path() / "devices.toml";
    const std::string toml = "[devices.a]\naddress = 'x'\n";
    write_file(file, toml, 0644);
    CHECK(load_inventory(file).devices.size() == 1);
    write_file(file, toml + "password = 'hunter2'\n", 0644);
    CHECK_THROWS_AS(load_inventory(file), Error);
    write_file(file, toml + "password = 'hunter2'\n", 0600);
    CHECK(load_inventory(file).devices[0].password.reveal() == "hunter2");
    write_file(file, toml, 0666);
    CHECK_THROWS_AS(load_inventory(file), Error);
    CHECK(load_inventory(directory.path() / "none").devices.empty());
}

TEST_CASE("a file is edited as a whole and kept private, also behind a link") {
    const TempDir directory;
    const auto real = directory.path() / "real.toml";
    const auto link = directory.path() / "devices.toml";
    write_file(real, "", 0644);
    std::filesystem::create_symlink(real, link);
    edit_inventory(link, [](const std::string& text) {
        return with_device(text, {.name = "a", .address = "x"});
    });
    CHECK(std::filesystem::is_symlink(link));
    CHECK(load_inventory(link).names() == Names{"a"});
    CHECK((std::filesystem::status(real).permissions() & std::filesystem::perms(0077)) ==
          std::filesystem::perms::none);
    CHECK_THROWS_AS(edit_inventory(link, [](const std::string&) { return "x ="; }), Error);
    CHECK(load_inventory(link).names() == Names{"a"});
}

TEST_CASE("edits of many commands at once lose nothing") {
    const TempDir directory;
    const auto file = directory.path() / "devices.toml";
    constexpr std::size_t count = 60;
    for_each_index(count, 12, [&](std::size_t i) {
        const std::string name = "cam" + std::to_string(i);
        edit_inventory(file, [&](const std::string& text) {
            return with_device(text, {.name = name, .address = "x"});
        });
        if (i % 3 == 0)
            edit_inventory(file,
                           [&](const std::string& text) { return without_device(text, name); });
    });
    Names names = load_inventory(file).names();
    CHECK(names.size() == count - count / 3);
    for (std::size_t i = 0; i < count; ++i) {
        const bool there = std::ranges::find(names, "cam" + std::to_string(i)) != names.end();
        CHECK(there == (i % 3 != 0));
    }
}

TEST_CASE("a thousand devices are one file") {
    std::string toml;
    for (int i = 0; i < 1000; ++i)
        toml += "[devices.cam" + std::to_string(i) + "]\naddress = '10.0.0." +
                std::to_string(i % 250) + "'\ngroups = ['g" + std::to_string(i % 10) + "']\n";
    const Inventory inventory = parse_inventory(toml, "f");
    CHECK(chosen({"all"}, inventory, with({})).size() == 1000);
    CHECK(chosen({"@g3"}, inventory, with({})).size() == 100);
    CHECK(chosen({"cam9?*"}, inventory, with({})).size() == 110);
}

TEST_CASE("any row of edits leaves what it should, and every comment") {
    std::mt19937 random(10); // NOLINT: the same row each time
    const auto one_of = [&](std::size_t count) { return random() % count; };
    const Names known{"a", "b.c", "default", "d-1", "devices", "1"};
    std::string toml = "# mine";
    std::map<std::string, std::string> devices;
    std::string chosen;
    for (int step = 0; step < 400; ++step) {
        const std::string name = known[one_of(known.size())];
        INFO(step << " " << name << "\n" << toml);
        if (one_of(4) == 0) toml += "\n# note " + std::to_string(step) + "\n";
        const bool there = devices.contains(name);
        if (there && one_of(3) == 0) {
            toml = with_default(toml, chosen = name);
        } else if (there) {
            toml = without_device(toml, name);
            devices.erase(name);
            if (chosen == name) chosen.clear();
        } else {
            devices[name] = "10.0.0." + std::to_string(step % 250);
            toml = with_device(toml, {.name = name, .address = devices[name], .groups = {"lab"}});
        }
        const Inventory now = parse_inventory(toml, "f");
        REQUIRE(now.default_device == chosen);
        REQUIRE(now.devices.size() == devices.size());
        for (const InventoryDevice& device : now.devices)
            REQUIRE(device.address == devices.at(device.name));
        REQUIRE_THAT(toml, contains("# mine"));
    }
}
