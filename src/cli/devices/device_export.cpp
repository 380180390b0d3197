// `acapctl device export`: the inventory as other tools read it, without a secret.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_report.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/inventory_report.hpp"
#include "cli/shared/known_devices.hpp"
#include "fleet/exports.hpp"
#include "support/text.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct DeviceExportOptions {
    NamedDevices named{};
    std::string format = "csv";
};

struct Exported {
    std::vector<fleet::ExportedDevice> devices{};
    std::vector<std::string> pins{}; // of each
    std::string default_device{};
};

Exported run_export(const DeviceExportOptions& options, const Context& context) {
    const fleet::Inventory inventory = fleet::load_inventory();
    fleet::Selection selection;
    const std::vector<std::string> texts = options.named.all();
    if (!inventory.devices.empty())
        selection = select_devices(texts.empty() ? std::vector<std::string>{"all"} : texts,
                                   inventory, context);
    warn_of_left_out(selection, context.terminal);
    Exported exported{.default_device = inventory.default_device};
    const PinsByPlace pins;
    for (const device::Target& target : selection.targets) {
        const fleet::InventoryDevice* named = inventory.find(target.name);
        exported.devices.push_back(
            {named != nullptr ? *named
                              : fleet::InventoryDevice{.name = target.name, .address = target.name},
             facts_for_selector(known_device(target), context)});
        exported.pins.push_back(pins.of(target));
    }
    return exported;
}

void print_json(const Exported& exported, Terminal& terminal) {
    std::vector<nlohmann::json> devices;
    for (std::size_t i = 0; i < exported.devices.size(); ++i) {
        const auto& [device, facts] = exported.devices[i];
        nlohmann::json fields =
            inventory_fields(device, device.name == exported.default_device, exported.pins[i]);
        if (fields["serial"].is_null()) fields["serial"] = or_null(facts.serial);
        fields["model"] = or_null(facts.model);
        fields["architecture"] = or_null(facts.architecture);
        fields["soc"] = or_null(facts.soc.empty() ? "" : facts.soc.back());
        fields["axisOs"] = or_null(facts.axis_os);
        devices.push_back(device_object(device.name, std::move(fields), {}));
    }
    terminal.print_document(devices_document("device-export", std::move(devices)));
}

ExitCode print(const Exported& exported, const std::string& format, Terminal& terminal) {
    if (format == "json" || (terminal.json() && format != "ansible"))
        print_json(exported, terminal);
    else if (format == "ansible")
        terminal.print_document(fleet::ansible_of(exported.devices));
    else if (const std::string page = format == "toml" ? fleet::toml_of(exported.devices)
                                                       : fleet::csv_of(exported.devices);
             !page.empty())
        terminal.print_page(text::trim(page));
    return ExitCode::done;
}

} // namespace

void add_device_export(Verbs& verbs, const Command& device) {
    auto options = Verbs::options<DeviceExportOptions>();
    Command verb = verbs.add(
        "export", "Write the inventory for other tools, without a secret",
        [options](Context& c) {
            return print(run_export(*options, c), options->format, c.terminal);
        },
        device);
    add_named_devices(verb, options->named, "; without, all");
    verb.add_option("--format", options->format,
                    "ansible: what a dynamic inventory answers to --list")
        .type_name("FORMAT")
        .one_of({"csv", "json", "toml", "ansible"})
        .show_default();
    verb.footer("Example: acapctl device export --format ansible @lab");
}

} // namespace acapctl::cli
