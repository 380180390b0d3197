#pragma once
// A device of the inventory as documents tell it.

#include "cli/app/verb.hpp"
#include "device/session/trust_store.hpp"
#include "fleet/inventory.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::cli {

// Devices that a verb about the inventory is for, with -t as everywhere, or without.
struct NamedDevices {
    std::vector<std::string> words{};
    std::vector<std::string> targets{};

    std::vector<std::string> all() const;
};
void add_named_devices(const Command& verb, NamedDevices& named, const std::string& without);

// "stored", "command"; empty: the inventory says nothing of a password.
std::string password_source(const fleet::InventoryDevice& device);
std::string tags_text(const fleet::InventoryDevice& device); // "floor=2,site=malmo"

// Which certificate is trusted at which place.
class PinsByPlace {
  public:
    PinsByPlace();
    std::string of(const device::Target& target) const; // empty: none

  private:
    std::map<std::string, std::string> pins_{};
};

nlohmann::json inventory_fields(const fleet::InventoryDevice& device, bool is_default,
                                const std::string& pin);

// "KEY=VALUE" of the option `option` as a tag of the device. Throws a usage error.
void add_tag(fleet::InventoryDevice& device, std::string_view text, std::string_view option);

} // namespace acapctl::cli
