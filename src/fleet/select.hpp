#pragma once
// Which devices a command means: texts, names, groups and the environment in, targets out.

#include "device/http/target.hpp"
#include "fleet/inventory.hpp"

#include <string>
#include <vector>

namespace acapctl::fleet {

// Each text is a name of the inventory, "@group", "all", or a host as device::parse_target reads
// it; without any, the inventory's default device. A device is named once however often it is
// meant. Throws a usage error for a group without devices, and where nothing names a device.
std::vector<device::Target> select(const std::vector<std::string>& texts,
                                   const Inventory& inventory, const device::Lookup& environment);

} // namespace acapctl::fleet
