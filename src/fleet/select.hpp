#pragma once
// Which devices a command means: texts, inventory, what is known of devices and the environment in,
// targets out.

#include "acapctl/advice.hpp"
#include "device/http/target.hpp"
#include "fleet/inventory.hpp"
#include "fleet/selector.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

// What is known of a device; called only where a text asks for it.
using FactsOf = std::function<KnownFacts(const device::Target& target)>;

struct Selection {
    std::vector<device::Target> targets{};
    // Of the inventory, for which nobody can say whether they are meant.
    std::vector<std::string> left_out{};
    std::vector<std::string> unknown{}; // what is not known of them, in words

    std::vector<Advice> advice() const; // how that becomes known
};

// Each text is one of selector.hpp; without any, the inventory's default device is meant. A device
// is named once however often it is meant, and a host outside the inventory by its name alone.
// Throws a usage error for a bare word that differs from a name of the inventory in one letter
// at most or in case alone; where nothing names a device, for a part that means none, for a tag
// that no device has, and where no device is left.
Selection select(const std::vector<std::string>& texts, const Inventory& inventory,
                 const device::Lookup& environment, const FactsOf& facts = {});

// Whether it is spelled as a name may be and an address hardly is: without a dot, a port, a scheme.
bool is_bare_word(std::string_view target);

// A device of the inventory as a target.
device::Target target_of(const InventoryDevice& device, const device::Lookup& environment);

} // namespace acapctl::fleet
