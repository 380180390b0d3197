#pragma once
// What an inventory becomes with devices from elsewhere. Pure.

#include "fleet/imports/import.hpp"
#include "fleet/inventory.hpp"

#include <string>
#include <vector>

namespace acapctl::fleet {

struct Merged {
    // lost: another device of the list has its name
    enum class Outcome { added, replaced, kept, lost };
    InventoryDevice device{};
    std::size_t line = 0;
    Outcome outcome = Outcome::added;
    std::string why{}; // it was kept or lost

    bool is_taken() const { return outcome == Outcome::added || outcome == Outcome::replaced; }
};
const char* outcome_name(Merged::Outcome outcome);

// A device is there already if one has its name, its serial number or its address: it is kept as it
// is, or replaced if `replace` says so and it has the same name. Two ports of one address are two
// devices, as behind a router: where the name is made of the address, the second one's has its port
// too. Two devices of the list that were given one name are not merged: the second is lost.
std::vector<Merged> merge(const Inventory& inventory, const std::vector<ImportedDevice>& devices,
                          bool replace);

// The text of the inventory after that.
std::string with_merged(const std::string& toml, const std::vector<Merged>& merged);

} // namespace acapctl::fleet
