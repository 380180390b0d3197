#include "fleet/exports.hpp"

#include "catch.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::fleet;

namespace {

const std::vector<ExportedDevice> devices{
    {{.name = "door",
      .address = "https://anna@10.0.0.1:8443",
      .groups = {"lab", "east"},
      .tags = {{"floor", "2"}, {"ansible_host", "evil"}, {"owner", "A B"}},
      .serial = "B8A44F000001",
      .password_command = {"pass", "show", "door"},
      .password = Secret("hunter2")},
     {.architecture = "aarch64", .soc = {"Axis Artpec-8", "artpec8"}, .model = "P\"3265\",V"}},
    {{.name = "gate", .address = "[fd00::1]", .user = "root"}, {}}};

} // namespace

TEST_CASE("a CSV quotes what it must, and has no secret") {
    CHECK(csv_of(devices) == "name,address,user,groups,tags,serial,model,architecture,soc,axisos\n"
                             "door,https://anna@10.0.0.1:8443,,lab "
                             "east,\"ansible_host=evil,floor=2,owner=A B,\",B8A44F000001,"
                             "\"P\"\"3265\"\",V\",aarch64,artpec8,\n"
                             "gate,[fd00::1],root,,,,,,,\n");
}

TEST_CASE("TOML is an inventory without passwords and their commands") {
    const std::string toml = toml_of(devices);
    const Inventory inventory = parse_inventory(toml, "f");
    CHECK(inventory.names() == std::vector<std::string>{"door", "gate"});
    CHECK(inventory.find("door")->tags == devices[0].device.tags);
    CHECK_THAT(toml, !contains("hunter2"));
    CHECK_THAT(toml, !contains("password_command"));
}

TEST_CASE("Ansible gets every group, and variables of each host that are its own") {
    const auto expected = nlohmann::json::parse(R"({
        "_meta": {"hostvars": {
            "door": {"ansible_host": "10.0.0.1", "ansible_user": "anna", "floor": "2",
                     "owner": "A B", "acapctl_address": "https://anna@10.0.0.1:8443",
                     "acapctl_serial": "B8A44F000001", "acapctl_model": "P\"3265\",V",
                     "acapctl_architecture": "aarch64", "acapctl_soc": "artpec8"},
            "gate": {"ansible_host": "fd00::1", "ansible_user": "root",
                     "acapctl_address": "[fd00::1]"}}},
        "all": {"children": ["ungrouped", "lab", "east"]},
        "ungrouped": {"hosts": ["gate"]},
        "lab": {"hosts": ["door"]}, "east": {"hosts": ["door"]}})");
    CHECK(ansible_of(devices) == expected);
}
