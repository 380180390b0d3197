#pragma once
// Lists of devices that other tools keep, read into what our inventory has. Pure: bytes in, devices
// and remarks out; whoever calls decides what becomes of passwords.

#include "fleet/inventory.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

// What was not understood, or not taken, and where.
struct Remark {
    std::size_t line = 0; // from 1
    std::string text{};   // may be anything: to be made visible
    bool lost = false;    // a device that is not imported because of it
};

struct ImportedDevice {
    InventoryDevice device{}; // `password` is what the file says, in the clear
    std::size_t line = 0;
    bool named = true; // false: the name is made of the address
};

struct Import {
    std::vector<ImportedDevice> devices{};
    std::vector<Remark> remarks{};

    // What a file says may be of any length: the text is cut where nobody would read on.
    void remark(std::size_t line, std::string_view text, bool lost = false);
    void lose(std::size_t line, std::string_view text) { remark(line, text, true); }
    // Takes the device if it has a name, or an address to make one of, and an address that is one.
    void add(InventoryDevice device, std::size_t line);
};

// Names of formats: "csv", "eap-install", "json", "toml", "ansible".
const std::vector<std::string>& import_formats();
// By the name of the file, else by how it begins. Throws invalid_input for a text that is no list
// of devices: of lines without a header more than half are to be understood.
std::string guess_import_format(std::string_view text, std::string_view file_name);

// Throws invalid_input, "FILE:LINE: why", for what is not of that format at all.
Import read_import(std::string_view text, const std::string& file, std::string_view format);

// csv: with a header of ip (address, host), user, password, name, groups, tags, serial; without one
// it is ip,user,password, as in Axis' script for many devices. RFC 4180. Groups and tags have
// blanks or commas between them; with a comma, a blank is part of a tag's value.
Import read_csv(std::string_view text);
// Whether a text looks like such a list: it has a header, or most lines are ip[,user[,password]].
bool is_csv_list(std::string_view text);
// What eap-install.sh of the SDK keeps of its last device, as assignments of a shell.
Import read_eap_install(std::string_view text);
// devices.json of rs4acap's device-inventory, a FixedIT configuration (~/.fapp), what `device
// export` writes, and Ansible's inventory in JSON or YAML: told apart by what is in them.
Import read_document(std::string_view text, const std::string& file);
// Ansible's inventory as INI: hosts with variables, groups, :children and :vars.
Import read_ansible_ini(std::string_view text);
// Whether a text looks like one: most lines are sections, variables or hosts.
bool is_ansible_ini(std::string_view text);
// An inventory of ours.
Import read_own(std::string_view text, const std::string& file);
// A host as an address of the inventory: IPv6 in brackets, with the port if there is one.
std::string address_of_host(std::string_view host, std::string_view port = {});
// A serial number in whichever way it is written; of anything else a remark that does not repeat
// it.
void take_serial(Import& import, InventoryDevice& device, std::string_view text, std::size_t line);
// Variables of a host in Ansible, and of its groups, into the device.
void apply_ansible_variable(Import& import, InventoryDevice& device, std::string_view name,
                            std::string_view value, std::size_t line);

} // namespace acapctl::fleet
