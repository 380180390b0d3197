// `acapctl device`: the group, and taking devices out of the inventory.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_report.hpp"
#include "fleet/inventory_edit.hpp"
#include "support/text.hpp"

#include <set>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using fleet::Inventory;

struct RemoveOptions {
    std::vector<std::string> names{};
};

[[noreturn]] void not_there(const std::string& name, const Inventory& inventory) {
    const std::string near = text::did_you_mean(name, inventory.names());
    throw_invalid(fmt::format("the inventory has no device '{}'", text::visible(name)),
                  near.empty() ? "'acapctl device list' shows those it has" : near);
}

void run_remove(const RemoveOptions& options) {
    fleet::edit_inventory(fleet::inventory_file(), [&](const std::string& before) {
        const auto inventory = fleet::parse_inventory(before, fleet::inventory_file().string());
        const auto names = inventory.names();
        std::set<std::string> there(names.begin(), names.end());
        for (const std::string& name : options.names)
            if (there.erase(name) == 0) not_there(name, inventory); // a second time too
        return fleet::without_devices(before, options.names);
    });
}

void print_removed(const std::vector<std::string>& names, Terminal& terminal) {
    std::vector<nlohmann::json> devices;
    for (const std::string& name : names) {
        devices.push_back(device_object(name, nlohmann::json::object(), {}));
        if (!terminal.json()) terminal.note(name + " removed from the inventory");
    }
    if (terminal.json())
        terminal.print_document(devices_document("device-remove", std::move(devices)));
}

void add_device_remove(Verbs& verbs, const Command& group) {
    auto options = Verbs::options<RemoveOptions>();
    Command verb = verbs.add(
        "remove", "Take devices out of the inventory",
        [options](Context& context) {
            run_remove(*options);
            print_removed(options->names, context.terminal);
            return ExitCode::done;
        },
        group);
    verb.add_option("NAME", options->names, "Names of devices").required().type_name("DEVICE");
    verb.footer("Example: acapctl device remove door");
}

} // namespace

void add_device(Verbs& verbs) {
    Command group =
        verbs.add_group("device", "Name devices, find them, trust them, see what they are");
    add_device_add(verbs, group);
    add_device_list(verbs, group);
    add_device_show(verbs, group);
    add_device_remove(verbs, group);
    add_device_trust(verbs, group);
    add_device_discover(verbs, group);
    add_device_import(verbs, group);
    add_device_export(verbs, group);
    group.footer("Example: acapctl device add door 192.168.0.90");
}

} // namespace acapctl::cli
