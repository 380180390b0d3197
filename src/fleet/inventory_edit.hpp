#pragma once
// Editing the inventory: the text that a person wrote stays as it is around the change.

#include "fleet/inventory.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace acapctl::fleet {

// The text of the file with a device more, or less; everything else in it, comments too, stays.
// Throw invalid_input if the file is written in a way that such an edit would damage.
std::string with_device(const std::string& toml, const InventoryDevice& device);
std::string with_devices(const std::string& toml, const std::vector<InventoryDevice>& devices);
std::string without_device(const std::string& toml, const std::string& name);
std::string without_devices(const std::string& toml, const std::vector<std::string>& names);
std::string with_default(const std::string& toml, std::string_view name); // "": none

// The section of a device in the file.
std::string inventory_section(const InventoryDevice& device);

// Reads, edits and replaces the file, with other processes locked out; mode 0600.
void edit_inventory(const std::filesystem::path& file,
                    const std::function<std::string(const std::string& toml)>& edit);

} // namespace acapctl::fleet
