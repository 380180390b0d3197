#pragma once
// The devices that a command means, by the inventory and by what is remembered of them.

#include "cli/app/verb.hpp"
#include "device/session/device_cache.hpp"
#include "device/vapix/known.hpp"
#include "fleet/select.hpp"

#include <string>
#include <vector>

namespace acapctl::cli {

// What is remembered of a device.
device::Known known_device(const device::Target& target);
// The same as a selector asks for it.
fleet::KnownFacts facts_for_selector(const device::Known& known, const Context& context);

fleet::Selection select_devices(const std::vector<std::string>& texts,
                                const fleet::Inventory& inventory, const Context& context);
// Tells those of which nobody can say whether they are meant.
void warn_of_left_out(const fleet::Selection& selection, Terminal& terminal);

// "5 min ago".
std::string age(device::DeviceCache::Time at, device::DeviceCache::Time now);

} // namespace acapctl::cli
