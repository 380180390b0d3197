#include "fleet/imports/import.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "fleet/imports/document.hpp"
#include "fleet/imports/host_range.hpp"
#include "fleet/imports/merge.hpp"
#include "support/text.hpp"

using namespace acapctl;
using namespace acapctl::fleet;

namespace {

using Lines = std::vector<std::string>;

// "name address user password groups tags", a dash for what is empty.
std::string line_of(const InventoryDevice& device) {
    std::vector<std::string> tags;
    for (const auto& [key, value] : device.tags) tags.push_back(key + "=" + value);
    Lines fields{device.name,
                 device.address,
                 device.user,
                 device.password.reveal(),
                 text::join(device.groups, ","),
                 text::join(tags, ",")};
    for (std::string& field : fields)
        if (field.empty()) field = "-";
    return text::join(fields, " ");
}

Lines devices_of(const Import& import) {
    Lines lines;
    for (const auto& [device, line, named] : import.devices) lines.push_back(line_of(device));
    return lines;
}

// "3: why", with '!' where a device is lost.
Lines remarks_of(const Import& import) {
    Lines lines;
    for (const Remark& remark : import.remarks)
        lines.push_back(std::to_string(remark.line) + (remark.lost ? "!" : ":") + " " +
                        remark.text);
    return lines;
}

Import read(std::string_view text, const std::string& file) {
    return read_import(text, file, guess_import_format(text, file));
}

} // namespace

TEST_CASE("Axis' own list has no header, and a spreadsheet's has one") {
    CHECK(devices_of(read("192.168.0.90,root,pass\n[fe80::1%eth0],anna,\"a,\"\"b\"\n", "c.csv")) ==
          Lines{"192.168.0.90 192.168.0.90 root pass - -",
                "fe80--1-eth0 [fe80::1%eth0] anna a,\"b - -"});
    CHECK(devices_of(read("ip,user,password\r\n10.0.0.1,root,p w \r\n", "list")) ==
          Lines{"10.0.0.1 10.0.0.1 root p w  - -"});
    const Import sheet = read("\xef\xbb\xbfName;IP Address;Port;Groups;Tags;MAC Address;Owner\n"
                              "door;10.0.0.1;8443;lab east;floor=2 x;B8:A4:4F:00:00:01;me\n"
                              "gate;fd00::2;;;;nonsense;me\n",
                              "sheet.csv");
    CHECK(devices_of(sheet) ==
          Lines{"door 10.0.0.1:8443 - - lab,east floor=2", "gate [fd00::2] - - - -"});
    CHECK(sheet.devices[0].device.serial == "B8A44F000001");
    CHECK(remarks_of(sheet) == Lines{"1: column 7, 'Owner', is not taken", "2: a tag has no '='",
                                     "3: the serial number is none: it has 12 hexadecimal digits"});
}

TEST_CASE("a line of a CSV that is not understood is told, and the others are taken") {
    const Import import = read("ip,user,password\n"
                               "10.0.0.1,root,a,b\n"
                               "# a remark\n"
                               "\n"
                               ",root,pass\n"
                               "ftp://x,root,pass\n"
                               "10.0.0.2,root\n"
                               "10.0.0.3,root,\"two\nlines\"\n"
                               "10.0.0.4,\"root,pass\n",
                               "c.csv");
    CHECK(devices_of(import) ==
          Lines{"10.0.0.2 10.0.0.2 root - - -", "10.0.0.3 10.0.0.3 root - - -"});
    REQUIRE(import.remarks.size() == 5);
    CHECK_THAT(remarks_of(import)[0], contains("2! it has 4 fields, and 3 are known"));
    CHECK(remarks_of(import)[1] == "5! there is no address");
    CHECK_THAT(remarks_of(import)[2], contains("6! the address is none"));
    CHECK(remarks_of(import)[3] == "8: a password with a control character is not taken");
    CHECK(remarks_of(import)[4] == "10! a quote is not closed");
}

TEST_CASE("groups and tags have blanks between them, or commas within quotes") {
    const Import import = read("ip,groups,tags\n"
                               "10.0.0.1,\"lab,east\",\"floor=2, owner=A B\"\n"
                               "10.0.0.2,lab; east west,floor=2 hall=a;b\n"
                               "10.0.0.3,\"lab, a/b\",\"owner=A B,\"\n",
                               "c.csv");
    CHECK(devices_of(import) == Lines{"10.0.0.1 10.0.0.1 - - lab,east floor=2,owner=A B",
                                      "10.0.0.2 10.0.0.2 - - lab,east,west floor=2,hall=a;b",
                                      "10.0.0.3 10.0.0.3 - - lab owner=A B"});
    REQUIRE(import.remarks.size() == 1);
    CHECK_THAT(remarks_of(import)[0], contains("4: a group has a name that no group can have"));
}

TEST_CASE("what an inventory cannot hold is told in a line that can be read") {
    const std::string huge(100'000, 'x');
    const Import import = read("name,ip,user,password,groups,serial\n" //
                               "a,10.0.0.1,\xe4,p,,\n"
                               "b,10.0.0.2,u,\xe4,,\n"
                               "c,10.0.0.3," +
                                   huge + ",p,,\n" + huge + ",10.0.0.4,u,p," + huge + "," + huge +
                                   "\n" + "\"e\nvil\",10.0.0.5,,,,\n",
                               "c.csv");
    const std::string cut(100, 'x');
    CHECK(devices_of(import) ==
          Lines{"b 10.0.0.2 u - - -", cut + " 10.0.0.4 u p - -", "e-vil 10.0.0.5 - - - -"});
    const Lines remarks = remarks_of(import);
    REQUIRE(remarks.size() == 7);
    CHECK(remarks[0] == "2! the user is not UTF-8");
    CHECK(remarks[1] == "3: a password that is not UTF-8 is not taken");
    CHECK(remarks[2] == "4! the user is too long");
    for (const std::string& remark : remarks) CHECK(remark.size() < 320);
}

TEST_CASE("eap-install.sh remembers one device") {
    const Import import = read("axis_device_ip=192.168.0.90\nuser=root\npassword='pa ss'\nx=1\n",
                               "dir/.eap-install.cfg");
    CHECK(devices_of(import) == Lines{"192.168.0.90 192.168.0.90 root pa ss - -"});
    CHECK(remarks_of(import) == Lines{"4: 'x' is not taken"});
    CHECK(remarks_of(read_eap_install("user=root\n")) == Lines{"1! there is no axis_device_ip"});
}

TEST_CASE("rs4acap's devices and FixedIT's cameras are told apart by what is in them") {
    const Import rs4acap = read(R"({
  "lab 8": {"host": {"Ipv4": "192.0.2.8"}, "username": "root", "password": "p\u00e4",
            "http_port": 12051, "https_port": 42051, "ssh_port": 22051, "model": "AXIS Q1615"},
  "old": {"host": {"Domain": "cam.lan"}, "username": "anna", "password": "x", "http_port": 8080,
          "https_port": null},
  "six": {"host": {"Ipv6": "fd00::1"}, "username": "u", "password": "x", "extra": 1},
  "none": {"host": {"Onion": "x"}, "username": "u", "password": "x"}
})",
                                "devices.json");
    CHECK(devices_of(rs4acap) == Lines{"lab-8 https://192.0.2.8:42051 root p\u00e4 - -",
                                       "old http://cam.lan:8080 anna x - -",
                                       "six [fd00::1] u x - -"});
    CHECK(remarks_of(rs4acap) == Lines{"2: the name 'lab 8' becomes 'lab-8'",
                                       "6: 'extra' of 'six' is not taken",
                                       "7! 'none' has no host that is a text"});
    const Import fixedit = read(R"({"secrets": {"default": "TOKEN"}, "cameras": {
  "tpu": {"host": "192.168.0.182", "arch": "aarch64", "credentials": {"username": "root",
          "password": "pass"}},
  "a8": {"ssh-host": "192.168.0.195", "arch": "aarch64"}}})",
                                ".fapp");
    CHECK(devices_of(fixedit) == Lines{"tpu 192.168.0.182 root pass - -"});
    CHECK(remarks_of(fixedit) == Lines{"4! 'a8' is reached by SSH alone"});
}

TEST_CASE("an inventory of Ansible is read from INI") {
    const Import import = read(R"(# cameras
lone ansible_host=10.0.0.9

[lab]
cam[01:02] ansible_user=root floor=2
door ansible_host=fd00::1 ansible_password="pa ss"   # the door
"a b" ansible_port=22

[lab:vars]
ansible_user=anna
site = malmo
api_token=SECRET

[east:children]
lab
[strange:thing]
x
)",
                               "hosts");
    CHECK(devices_of(import) == Lines{"lone 10.0.0.9 - - - -",
                                      "cam01 cam01 root - east,lab floor=2,site=malmo",
                                      "cam02 cam02 root - east,lab floor=2,site=malmo",
                                      "door [fd00::1] anna pa ss east,lab site=malmo"});
    const Lines remarks = remarks_of(import);
    REQUIRE(remarks.size() == 4);
    CHECK(remarks[0] == "7: variable 'ansible_port' is 22, the port of SSH, and not taken");
    CHECK_THAT(remarks[1], contains("7! the address is none"));
    CHECK(remarks[2] == "12: variable 'api_token' may be a secret, so it is no tag");
    CHECK(remarks[3] == "17: a section ':thing' is not known");
}

TEST_CASE("two ports of one address are two devices, as behind a router") {
    const auto merged = [](const Inventory& inventory, const Import& import) {
        Lines lines;
        for (const Merged& each : merge(inventory, import.devices, false))
            lines.push_back(each.device.name + " " + each.device.address + " " +
                            outcome_name(each.outcome));
        return lines;
    };
    const Import sheet = read("ip,port\n10.0.0.1,8081\n10.0.0.1,8082\n10.0.0.1,8081\n", "c.csv");
    const Lines both{"10.0.0.1 10.0.0.1:8081 added", "10.0.0.1-8082 10.0.0.1:8082 added",
                     "10.0.0.1 10.0.0.1:8081 kept"};
    CHECK(merged({}, sheet) == both);
    CHECK(merged({}, read("10.0.0.1:8081\n10.0.0.1:8082\n10.0.0.1:8081\n", "c.csv")) == both);
    const std::string once = with_merged("", merge({}, sheet.devices, false));
    CHECK(merged(parse_inventory(once, "f"), sheet) == Lines{"10.0.0.1 10.0.0.1:8081 kept",
                                                             "10.0.0.1-8082 10.0.0.1:8082 kept",
                                                             "10.0.0.1 10.0.0.1:8081 kept"});
    const Import hosts = read("[lab]\n"
                              "a ansible_host=10.0.0.1 ansible_port=8081\n"
                              "b ansible_port=8082 ansible_host=10.0.0.1\n"
                              "c ansible_host=10.0.0.1 ansible_port=80 ansible_httpapi_port=8083\n"
                              "d ansible_host=10.0.0.1 ansible_port=http\n",
                              "hosts");
    CHECK(merged({}, hosts) ==
          Lines{"a 10.0.0.1:8081 added", "b 10.0.0.1:8082 added", "c 10.0.0.1:8083 added"});
    REQUIRE(hosts.remarks.size() == 1);
    CHECK_THAT(remarks_of(hosts)[0], contains("5! the address is none"));
}

TEST_CASE("an inventory of Ansible is read from YAML and from JSON") {
    const Import yaml = read(R"(all:
  vars:
    ansible_user: root
  hosts:
    lone:
  children:
    lab:
      hosts:
        cam[1:2]:
          ansible_host: 10.0.0.1
        door:
          ansible_password: !vault |
            $ANSIBLE_VAULT;1.1;AES256
            6162
          floor: 2
          list: [1]
      children:
        inner:
          hosts: {deep: {ansible_host: 10.0.0.3, ansible_user: deep}}
)",
                             "inventory.yml");
    CHECK(devices_of(yaml) == Lines{"lone lone root - - -", "cam1 10.0.0.1 root - lab -",
                                    "cam2 10.0.0.1 root - lab -", "door door root - lab floor=2",
                                    "deep 10.0.0.3 deep - lab,inner -"});
    CHECK(remarks_of(yaml) == Lines{"12: variable 'ansible_password' is encrypted by "
                                    "ansible-vault, and not taken",
                                    "16: variable 'list' is no text"});
    const Import json = read(R"({"_meta": {"hostvars": {"door": {
        "acapctl_address": "https://10.0.0.1:8443", "ansible_host": "10.0.0.1", "acapctl_model": "P3265-V", "floor": "2"}}},
        "all": {"children": ["ungrouped", "lab"]}, "lab": {"hosts": ["door", "gate"]}})",
                             "x.json");
    CHECK(devices_of(json) ==
          Lines{"door https://10.0.0.1:8443 - - lab floor=2", "gate gate - - lab -"});
    CHECK(json.remarks.empty());
}

TEST_CASE("of our own export what cannot be taken is told, and the device is taken") {
    const Import import = read(R"({"devices": [
{"device": "a", "address": "10.0.0.1", "groups": ["lab", "a\nb"], "user": "\ud83d\ude00\\ud83d"},
{"device": "b", "address": "10.0.0.2", "serial": "x", "clientCert": "/c.pem",
 "tags": {"t": "v\nw", "floor": "2"}}]})",
                               "x.json");
    CHECK(devices_of(import) ==
          Lines{"a 10.0.0.1 \U0001F600\\ud83d - lab -", "b 10.0.0.2 - - - floor=2"});
    const Lines remarks = remarks_of(import);
    REQUIRE(remarks.size() == 4);
    CHECK(remarks[0] == "2: 'a\\x0ab' cannot be the name of a group");
    CHECK(remarks[1] == "3: the serial number is none: it has 12 hexadecimal digits");
    CHECK(remarks[2] == "3: 'clientCert' of 'b' is not taken");
    CHECK(remarks[3] == "4: 'v\\x0aw' cannot be the value of tag 't'");
    CHECK_THROWS_AS(read(R"({"a": "\ud83d"})", "x.json"), Error);
}

TEST_CASE("of a list in JSON an ignored key and an address that is no text are told") {
    const Import ours = read(R"({"devices": [
{"name": "door", "address": "10.0.0.1", "pin": null},
{"device": "b", "address": 5},
{"device": "c", "address": "10.0.0.3"}]})",
                             "x.json");
    CHECK(devices_of(ours) == Lines{"10.0.0.1 10.0.0.1 - - - -", "c 10.0.0.3 - - - -"});
    CHECK(remarks_of(ours) ==
          Lines{"2: 'name' of '10.0.0.1' is not taken", "3! the address is no text"});
    const Import others =
        read("{\"a\": {\"host\": 5},\n\"b\": {\"host\": {\"Ipv4\": true}}}", "x.json");
    CHECK(devices_of(others).empty());
    CHECK(others.remarks.size() == 2);
    const Import cameras = read(R"({"cameras": {"a": {"host": 5}}})", "x.json");
    CHECK(remarks_of(cameras) == Lines{"1! the host of 'a' is no text"});
    const Import ansible = read("all:\n  hosts:\n    door:\n      ansible_host: 5\n", "x.yml");
    CHECK(devices_of(ansible) == Lines{"door door - - - -"});
    CHECK(remarks_of(ansible) == Lines{"4: variable 'ansible_host' is no text"});
}

TEST_CASE("where columns are off by one, a password is not repeated") {
    const Import import = read("ip,serial,groups,tags\n"
                               "10.0.0.1,S3cr3t/PW,,\n"
                               "10.0.0.2,,S3cr3t/PW,\n"
                               "10.0.0.3,,,S3cr3t/PW\n"
                               "10.0.0.4,,,S3cr3t/PW=1\n"
                               "10.0.0.5,,,a=S3cr3t*PW\n",
                               "c.csv");
    CHECK(import.devices.size() == 5);
    CHECK(import.remarks.size() == 5);
    for (const std::string& remark : remarks_of(import)) CHECK_THAT(remark, !contains("S3cr3t"));
}

TEST_CASE("a text that is no list of devices is refused unless its form is named") {
    const std::string licence = "MIT\n\nMIT License\n\nCopyright (c) 2026, Some Body\n\n"
                                "Permission is hereby granted, free of charge, to any person\n"
                                "obtaining a copy of this software, to deal in it.\n";
    for (const auto& [text, file] :
         {std::pair<std::string, std::string>{licence, "LICENSE"},
          {licence, "x.csv"},
          {licence, "x.ini"},
          {"MIT\n", "LICENSE"},
          {"# Read me\n\nThis is [a link](x) to\nother words.\n", "README"},
          {"apple,red\nplum,blue\n", "fruit"}}) {
        INFO(file << text);
        try {
            guess_import_format(text, file);
            FAIL("it was taken");
        } catch (const Error& error) {
            CHECK_THAT(error.failure().message, contains("no list of devices that is known"));
        }
    }
    CHECK(guess_import_format("10.0.0.1\n10.0.0.2\n", "cams") == "ansible");
    CHECK(guess_import_format("10.0.0.1,root\n", "cams") == "csv");
    CHECK(guess_import_format("cam,root,pass\n", "cams") == "csv");
    CHECK(guess_import_format("10.0.0.1\n", "x.csv") == "csv");
    CHECK(guess_import_format("[lab]\ncam1\ncam2\n", "hosts") == "ansible");
    CHECK(guess_import_format("", "x.csv") == "csv");
}

TEST_CASE("a group of an inventory in INI that is not defined is told") {
    const Import import =
        read("[east:children]\nlab\nnone\n[lab]\na\n[all:children]\neast\n", "hosts");
    CHECK(devices_of(import) == Lines{"a a - - east,lab -"});
    CHECK(remarks_of(import) == Lines{"3: the group 'none' is not defined"});
}

TEST_CASE("hosts that all have one address lose their names, which is told") {
    const Import import = read("[lab]\ncam-a[1:3] ansible_host=10.0.0.1\n", "hosts");
    const auto outcomes = [&](const Inventory& inventory) {
        Lines lines;
        for (const Merged& each : merge(inventory, import.devices, false))
            lines.push_back(each.device.name + " " + outcome_name(each.outcome) + " " + each.why);
        return lines;
    };
    const std::string lost2 = "cam-a2 lost 'cam-a2' has the address of 'cam-a1'";
    const std::string lost3 = "cam-a3 lost 'cam-a3' has the address of 'cam-a1'";
    CHECK(outcomes({}) == Lines{"cam-a1 added ", lost2, lost3});
    CHECK(outcomes(parse_inventory("[devices.cam-a1]\naddress = '10.0.0.1'\n", "f")) ==
          Lines{"cam-a1 kept a device has its name", lost2, lost3});
}

TEST_CASE("a command of somebody else's inventory is not taken") {
    const Import import =
        read("[devices.a]\naddress = 'x'\nuser = 'u'\npassword_command = 'rm x'\n", "devices.toml");
    CHECK(devices_of(import) == Lines{"a x u - - -"});
    CHECK(import.devices[0].device.password_command.empty());
    CHECK(remarks_of(import) == Lines{"1: password_command of 'a' is not taken"});
}

TEST_CASE("what is no list of devices is refused with its place") {
    struct Row {
        const char* text;
        const char* file;
        const char* words;
    };
    const std::string deep(100, '[');
    const std::string wide = "a: &x [1]\nb: *x\n";
    const Row rows[] = {
        {"{\"a\": ", "x.json", "x.json:2: neither YAML nor JSON"},
        {"a:\n\t- b: c", "x.yml", "x.yml:2: neither YAML nor JSON"},
        {"{\"a\": 1}", "x.json", "no list of devices that is known"},
        {"[1, 2]", "x.json", "no list of devices that is known"},
        {"", "x.json", "it is empty"},
        {deep.c_str(), "x.json", "lie too deep"},
        {wide.c_str(), "x.json", "aliases are not taken"},
        {"[devices", "x.toml", "x.toml:1:"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        try {
            read(row.text, row.file);
            FAIL("it was taken");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            CHECK_THAT(error.failure().message, contains(row.words));
        }
    }
    const Import import = read("[a]\nc[0:99999][0:99999]\n", "x.ini");
    REQUIRE(import.remarks.size() == 1);
    CHECK_THAT(remarks_of(import)[0], contains("2! '[0:99999]' stands for"));
}

TEST_CASE("a range of hosts is written out") {
    CHECK(hosts_of_range("cam") == Lines{"cam"});
    CHECK(hosts_of_range("c[08:10].x") == Lines{"c08.x", "c09.x", "c10.x"});
    CHECK(hosts_of_range("c[a:c]") == Lines{"ca", "cb", "cc"});
    CHECK(hosts_of_range("c[1:5:2]") == Lines{"c1", "c3", "c5"});
    CHECK(hosts_of_range("c[1:2]-[1:2]") == Lines{"c1-1", "c1-2", "c2-1", "c2-2"});
    CHECK(hosts_of_range("[fe80::1]") == Lines{"[fe80::1]"});
    CHECK(hosts_of_range("c[1:2:0]") == Lines{"c[1:2:0]"});
    CHECK_THROWS_AS(hosts_of_range("[0:999999999]"), Error);
    CHECK(hosts_of_range(std::string(100'000, '[')).size() == 1);
}

TEST_CASE("devices that are there are kept, by name, serial number or place") {
    const Inventory inventory = parse_inventory("[devices.door]\naddress = '10.0.0.1'\n"
                                                "serial = 'B8A44F000001'\n"
                                                "[devices.gate]\naddress = 'https://anna@Gate'\n",
                                                "f");
    const std::vector<ImportedDevice> devices{
        {{.name = "new", .address = "10.0.0.9", .serial = "B8A44F000001"}, 1},
        {{.name = "door", .address = "10.0.0.8"}, 2},
        {{.name = "other", .address = "gate:443"}, 3},
        {{.name = "fresh", .address = "10.0.0.7"}, 4},
        {{.name = "fresh", .address = "10.0.0.6"}, 5}};
    const auto told = [&](bool replace) {
        Lines lines;
        for (const Merged& merged : merge(inventory, devices, replace))
            lines.push_back(merged.device.name + " " + outcome_name(merged.outcome) + " " +
                            merged.why);
        return lines;
    };
    CHECK(told(false) == Lines{"new kept 'door' has its serial number",
                               "door kept a device at another address has its name",
                               "other kept 'gate' has its address", "fresh added ",
                               "fresh lost line 4 has its name, 'fresh', at another address"});
    CHECK(told(true)[1] == "door replaced ");
    const std::string before = "default = 'door'\n# mine\n[devices.door]\naddress = '10.0.0.1'\n";
    const std::string after =
        with_merged(before, merge(parse_inventory(before, "f"), devices, true));
    const Inventory now = parse_inventory(after, "f");
    CHECK(now.default_device == "door");
    CHECK(now.find("door")->address == "10.0.0.8");
    CHECK(now.names().size() == 4);
    CHECK_THAT(after, contains("# mine"));
}
