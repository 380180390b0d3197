#pragma once
// The devices a person has given names to: $XDG_CONFIG_HOME/acapctl/devices.toml, described in
// docs/devices.md. It is edited by hand and by `acapctl device add`.

#include "support/secret.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

struct InventoryDevice {
    std::string name{};
    std::string address{}; // as -t takes it
    std::string user{};    // empty: as for a device outside the inventory
    std::vector<std::string> groups{};
    std::map<std::string, std::string> tags{};
    std::string serial{}; // "B8A44F000001", which stays when the address does not; may be empty
    std::vector<std::string> password_command{}; // program and arguments, run without a shell
    Secret password{};                           // by explicit choice only
    std::string client_certificate{}; // files of PEM; as written, see file_of_inventory()
    std::string client_key{};
};

// A name that check_name() takes, of any text: what it does not take becomes '-'.
std::string device_name_of(std::string_view text);

struct Inventory {
    std::vector<InventoryDevice> devices{}; // in the order of the file
    std::string default_device{};           // of commands without -t; may be empty

    const InventoryDevice* find(std::string_view name) const;
    std::vector<std::string> names() const;
    std::vector<std::string> groups() const; // each once, sorted
};

std::filesystem::path inventory_file();

// A file that the inventory names: "~/" is the home, and what is not absolute lies beside it.
std::string file_of_inventory(const std::string& text);

// Throws invalid_input with file, line and column.
Inventory parse_inventory(std::string_view toml, const std::string& file);

// An empty inventory if there is no file. Throws if others can write it, or if it holds a password
// and others can read it.
Inventory load_inventory(const std::filesystem::path& file = inventory_file());

// A name that can stand for a device: letters, digits, '.', '_' and '-', not "all". Throws a usage
// error for any other; `what` names the thing.
void check_name(std::string_view name, std::string_view what);
// A tag that a selector (selector.hpp) can name, so its key is not that of a fact.
void check_tag(std::string_view key, std::string_view value);
// 12 hexadecimal digits, in capitals, of what people and devices write; empty: it is none.
std::string serial_of(std::string_view text);

// "pass show axis/door" as words. Throws invalid_input for text that only a shell would understand.
std::vector<std::string> command_words(std::string_view text);

} // namespace acapctl::fleet
