#include "cli/shared/known_devices.hpp"

#include "cli/app/advice.hpp"
#include "cli/shared/device_session.hpp"
#include "cli/shared/edges.hpp"
#include "device/session/identity.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <chrono>

#include <fmt/format.h>

namespace acapctl::cli {

device::Known known_device(const device::Target& target) {
    device::Known known = device::known_of(device::DeviceCache(device_cache_directory(), target));
    // Another device had the address when it was asked.
    if (device::is_other_serial(target, known.facts.serial)) return {};
    return known;
}

fleet::KnownFacts facts_for_selector(const device::Known& known, const Context& context) {
    fleet::KnownFacts facts{.architecture = known.facts.architecture,
                            .model = known.facts.model,
                            .serial = known.facts.serial,
                            .axis_os = known.facts.axis_os,
                            .applications = known.applications};
    if (known.facts.soc.empty()) return facts;
    facts.soc.push_back(known.facts.soc);
    if (const sdk::Chip* chip = context.edges.catalog().chip_of_soc(known.facts.soc))
        facts.soc.push_back(chip->name);
    return facts;
}

fleet::Selection select_devices(const std::vector<std::string>& texts,
                                const fleet::Inventory& inventory, const Context& context) {
    return fleet::select(texts, inventory, context.edges.environment,
                         [&](const device::Target& target) {
                             auto facts = facts_for_selector(known_device(target), context);
                             if (!target.serial.empty()) facts.serial = target.serial;
                             return facts;
                         });
}

void warn_of_left_out(const fleet::Selection& selection, Terminal& terminal) {
    if (selection.left_out.empty()) return;
    const std::size_t count = selection.left_out.size();
    const Notice notice{
        fmt::format("{} left out, because the {} is not known: {}",
                    count == 1 ? "1 device is" : fmt::format("{} devices are", count),
                    text::join(selection.unknown, " or the "), text::some_of(selection.left_out)),
        selection.advice()};
    terminal.warn(advised(notice));
}

std::string age(device::DeviceCache::Time at, device::DeviceCache::Time now) {
    return ago_text(std::chrono::duration_cast<std::chrono::minutes>(now - at));
}

} // namespace acapctl::cli
