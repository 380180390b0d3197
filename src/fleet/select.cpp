#include "fleet/select.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <set>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

// What the inventory says of the device wins over the environment, which is the same for all.
device::Target target_of(const InventoryDevice& device, const device::Lookup& environment) {
    device::Target target = device::complete_target(device.address, environment);
    target.name = device.name;
    const bool user_in_address = device::parse_target(device.address).user.has_value();
    if (!device.user.empty() && !user_in_address) target.user = device.user;
    if (!device.password.empty() || !device.password_command.empty()) {
        target.password = device.password;
        target.password_command = device.password_command;
    }
    if (!device.client_certificate.empty())
        target.client_certificate = file_of_inventory(device.client_certificate);
    if (!device.client_key.empty()) target.client_key = file_of_inventory(device.client_key);
    return target;
}

[[noreturn]] void no_such_group(const std::string& text, const Inventory& inventory) {
    if (inventory.devices.empty())
        throw_usage(fmt::format("target '{}': the inventory has no devices", text::visible(text)),
                    {}, {{Advice::add_device}});
    std::vector<std::string> groups;
    for (const std::string& group : inventory.groups()) groups.push_back("@" + group);
    std::string hint = text::did_you_mean(text, groups);
    if (hint.empty() && !groups.empty()) hint = "groups: " + text::join(groups, ", ");
    throw_usage(fmt::format("target '{}': no device of the inventory is in that group",
                            text::visible(text)),
                hint);
}

} // namespace

std::vector<device::Target> select(const std::vector<std::string>& texts,
                                   const Inventory& inventory, const device::Lookup& environment) {
    std::vector<device::Target> targets;
    std::set<std::string> named;
    const auto add_device = [&](const InventoryDevice& device) {
        if (named.insert(device.name).second) targets.push_back(target_of(device, environment));
    };
    for (const std::string& text : texts) {
        const bool group = text.starts_with('@');
        if (group || text == "all") {
            bool any = false;
            for (const InventoryDevice& device : inventory.devices)
                if (!group || device.in_group(std::string_view(text).substr(1))) {
                    add_device(device);
                    any = true;
                }
            if (!any) no_such_group(text, inventory);
        } else if (const InventoryDevice* device = inventory.find(text)) {
            add_device(*device);
        } else if (named.insert(text).second) {
            targets.push_back(device::complete_target(text, environment));
            targets.back().similar_name = text::nearest(text, inventory.names()).value_or("");
        }
    }
    if (texts.empty()) {
        const InventoryDevice* chosen = inventory.find(inventory.default_device);
        if (chosen == nullptr)
            throw_usage("no device named",
                        "use -t HOST, set ACAPCTL_TARGET or AXIS_DEVICE_IP, or name a default "
                        "device in the inventory");
        add_device(*chosen);
    }
    return targets;
}

} // namespace acapctl::fleet
