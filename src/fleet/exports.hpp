#pragma once
// The inventory as others read it. Never with a secret: passwords and the commands that print them
// stay where they are.

#include "fleet/inventory.hpp"
#include "fleet/selector.hpp"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::fleet {

struct ExportedDevice {
    InventoryDevice device{};
    KnownFacts facts{};
};

// With a header; RFC 4180. read_csv() reads it again.
std::string csv_of(const std::vector<ExportedDevice>& devices);
// As devices.toml has them.
std::string toml_of(const std::vector<ExportedDevice>& devices);
// What a dynamic inventory of Ansible answers to --list, with _meta.hostvars. ansible_port is not
// in it: that is where Ansible would look for SSH.
nlohmann::json ansible_of(const std::vector<ExportedDevice>& devices);

} // namespace acapctl::fleet
