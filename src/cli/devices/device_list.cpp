// `acapctl device list`: the inventory, or the devices that a selector means, with what is
// remembered of them.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_report.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "cli/shared/inventory_report.hpp"
#include "cli/shared/known_devices.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <chrono>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using fleet::InventoryDevice;

struct InventoryListOptions {
    NamedDevices named{};
};

struct InventoryRow {
    InventoryDevice device{};
    bool is_default = false;
    std::string pin{};
    device::Known known{};
    std::string chip{}; // as the catalog names it, else as the device does
    std::optional<device::DeviceCache::Time> probed{};
};

struct InventoryReport {
    std::vector<InventoryRow> devices{};
    std::vector<std::string> left_out{};
    device::DeviceCache::Time now{}; // for the age of what is remembered
};

// A host is asked for by its address; of a word alone the inventory is asked.
void check_named(const device::Target& target, const fleet::Inventory& inventory) {
    if (inventory.find(target.name) != nullptr || !fleet::is_bare_word(target.name)) return;
    const std::string near = text::did_you_mean(target.name, inventory.names());
    throw_usage(fmt::format("target '{}': the inventory has no such device", target.name),
                near.empty() ? fmt::format("a host of that name is written https://{}", target.name)
                             : near);
}

fleet::Selection listed_devices(const InventoryListOptions& options,
                                const fleet::Inventory& inventory, const Context& context) {
    if (const auto texts = options.named.all(); !texts.empty()) {
        fleet::Selection selection = select_devices(texts, inventory, context);
        for (const device::Target& target : selection.targets) check_named(target, inventory);
        return selection;
    }
    fleet::Selection all;
    for (const InventoryDevice& device : inventory.devices)
        all.targets.push_back(fleet::target_of(device, context.edges.environment));
    return all;
}

InventoryReport run_inventory(const InventoryListOptions& options, const Context& context) {
    const fleet::Inventory inventory = fleet::load_inventory();
    const fleet::Selection selection = listed_devices(options, inventory, context);
    warn_of_left_out(selection, context.terminal);
    InventoryReport report{.left_out = selection.left_out, .now = context.edges.clock.date()};
    const PinsByPlace pins;
    for (const device::Target& target : selection.targets) {
        const InventoryDevice* named = inventory.find(target.name);
        InventoryRow listed{
            .device = named != nullptr
                          ? *named
                          : InventoryDevice{.name = target.name, .address = target.name},
            .is_default = named != nullptr && inventory.default_device == target.name,
            .pin = pins.of(target),
            .known = known_device(target)};
        const fleet::KnownFacts facts = facts_for_selector(listed.known, context);
        if (!facts.soc.empty()) listed.chip = facts.soc.back();
        if (const auto probe = last_probe(target, listed.known.facts)) listed.probed = probe->at;
        report.devices.push_back(std::move(listed));
    }
    return report;
}

nlohmann::json time_or_null(const std::optional<device::DeviceCache::Time>& at) {
    if (!at) return nullptr;
    return utc_text(std::chrono::system_clock::to_time_t(*at));
}

nlohmann::json fields_of(const InventoryRow& listed) {
    nlohmann::json fields = inventory_fields(listed.device, listed.is_default, listed.pin);
    const device::Facts& facts = listed.known.facts;
    if (fields["serial"].is_null()) fields["serial"] = or_null(facts.serial);
    fields["model"] = or_null(facts.model);
    fields["axisOs"] = or_null(facts.axis_os);
    fields["architecture"] = or_null(facts.architecture);
    fields["soc"] = or_null(facts.soc);
    fields["asOf"] = time_or_null(listed.known.asked);
    fields["probedAt"] = time_or_null(listed.probed);
    fields["applicationNames"] = or_null(listed.known.applications);
    fields["applicationsAsOf"] = time_or_null(listed.known.listed);
    return fields;
}

void print_table(const InventoryReport& report, Terminal& terminal) {
    Table table({"NAME", "ADDRESS", "USER", "GROUPS", "PASSWORD", "DEFAULT", "MODEL", "AXIS OS",
                 "TAGS", "ARCH", "CHIP", "ASKED", "PROBED"});
    table.may_lack({"PASSWORD", "USER", "ARCH", "ASKED", "PROBED", "DEFAULT", "TAGS", "GROUPS"});
    for (const InventoryRow& listed : report.devices) {
        const InventoryDevice& device = listed.device;
        const device::Facts& facts = listed.known.facts;
        table.add({device.name, Table::or_dash(device.address), Table::or_dash(device.user),
                   Table::or_dash(text::join(device.groups, ",")),
                   Table::or_dash(password_source(device)), listed.is_default ? "yes" : "-",
                   Table::or_dash(facts.model), Table::or_dash(facts.axis_os),
                   Table::or_dash(tags_text(device)), Table::or_dash(facts.architecture),
                   Table::or_dash(listed.chip),
                   listed.known.asked ? age(*listed.known.asked, report.now) : "never",
                   listed.probed ? age(*listed.probed, report.now) : "-"});
    }
    table.print(terminal);
    if (const auto gone = table.left_out(terminal); !gone.empty())
        terminal.note(
            fmt::format("for want of room without {}; --json has all", text::join(gone, ", ")));
}

ExitCode print(const InventoryReport& report, Terminal& terminal) {
    if (terminal.json()) {
        std::vector<nlohmann::json> devices;
        for (const InventoryRow& listed : report.devices)
            devices.push_back(device_object(listed.device.name, fields_of(listed), {}));
        nlohmann::json document = devices_document("device-list", std::move(devices));
        document["leftOut"] = report.left_out;
        terminal.print_document(document);
    } else if (!report.devices.empty()) {
        print_table(report, terminal);
    } else {
        terminal.note("the inventory is empty; 'acapctl device add NAME ADDRESS' adds one");
    }
    return ExitCode::done;
}

} // namespace

void add_device_list(Verbs& verbs, const Command& device) {
    auto options = Verbs::options<InventoryListOptions>();
    Command verb = verbs.add(
        "list", "List the devices of the inventory, or those that a target means",
        [options](Context& c) { return print(run_inventory(*options, c), c.terminal); }, device);
    add_named_devices(verb, options->named, "; without, all");
    verb.footer("Examples:\n"
                "  acapctl device list --json\n"
                "  acapctl device list '@lab&arch=aarch64' 'axisos>=12.0'");
}

} // namespace acapctl::cli
