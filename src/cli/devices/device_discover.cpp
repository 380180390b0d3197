// `acapctl device discover`: which devices are on the networks here, without a login.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_report.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/inventory_report.hpp"
#include "cli/shared/known_devices.hpp"
#include "fleet/discovery/multicast.hpp"
#include "fleet/discovery/sweep.hpp"
#include "fleet/imports/merge.hpp"
#include "fleet/inventory_edit.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using fleet::FoundDevice;
using fleet::Merged;

struct DiscoverOptions {
    std::string wait = "5s";
    std::vector<std::string> ranges{};
    std::vector<std::string> ports{};
    std::size_t jobs = 32;
    int rate = 100;
    std::vector<std::string> groups{};
    std::vector<std::string> tags{};
    bool add = false;
};

struct Discovered {
    std::vector<FoundDevice> devices{};
    std::vector<std::string> names{};      // in the inventory, of each; empty: it is not there
    std::vector<std::string> elsewhere{};  // its address there, if it is another; else empty
    std::vector<std::string> outcomes{};   // of --add; empty without
    std::vector<std::string> reasons{};    // why it was not added
    std::vector<std::string> interfaces{}; // that were asked
    std::vector<std::string> troubles{};
    std::size_t swept = 0; // addresses
};

std::vector<std::uint16_t> ports_of(const DiscoverOptions& options) {
    std::vector<std::uint16_t> ports;
    for (const std::string& text : options.ports) {
        const auto port = text::parse_unsigned(text);
        if (!port || *port == 0 || *port > 65535)
            throw_usage(fmt::format("--port: '{}' is not a port number", text::visible(text)));
        ports.push_back(static_cast<std::uint16_t>(*port));
    }
    return ports;
}

std::vector<std::string> addresses_of(const DiscoverOptions& options) {
    std::vector<std::string> addresses;
    for (const std::string& range : options.ranges)
        std::ranges::copy(fleet::addresses_of_range(range), std::back_inserter(addresses));
    std::ranges::sort(addresses);
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
    return addresses;
}

// What may be told of a network that did not answer.
std::string silence(const fleet::MdnsAnswers& answers) {
    const std::string why = fleet::why_multicast_may_fail();
    const std::string asked = text::join(answers.asked, ", ");
    return fmt::format("nobody answered by multicast on {}{}; devices behind a router, or a switch "
                       "that passes none, are found with --range",
                       asked, why.empty() ? "" : " (" + why + ", which may not pass it)");
}

void ask_by_multicast(std::chrono::milliseconds wait, Discovered& result, Context& context) {
    context.terminal.status("listening for answers");
    const fleet::MdnsAnswers answers =
        fleet::ask_network(fleet::axis_services(), wait, context.stop);
    context.terminal.clear_status();
    result.interfaces = answers.asked;
    result.troubles = answers.failed;
    result.devices = fleet::devices_in(answers.answers);
    if (answers.malformed != 0)
        result.troubles.push_back(
            fmt::format("{} packets could not be understood", answers.malformed));
    if (answers.asked.empty())
        result.troubles.emplace_back("no network interface passes multicast, so nobody was asked; "
                                     "--range asks each address of a range");
    else if (result.devices.empty())
        result.troubles.push_back(silence(answers));
}

void ask_each(const DiscoverOptions& options, const std::vector<std::string>& addresses,
              const std::vector<std::uint16_t>& ports, Discovered& result, Context& context) {
    fleet::SweepOptions sweep{.jobs = options.jobs,
                              .rate = static_cast<std::size_t>(options.rate),
                              .ports = ports,
                              .clock = context.edges.clock,
                              .connect = context.edges.connect};
    sweep.on_progress = [&](std::size_t done) {
        context.terminal.status(fmt::format("{} of {} addresses", done, addresses.size()));
    };
    for (const FoundDevice& device : fleet::sweep(addresses, sweep, context.stop))
        fleet::add_found(result.devices, device);
    context.terminal.clear_status();
    result.swept = addresses.size();
}

std::vector<fleet::ImportedDevice> inventory_devices(const DiscoverOptions& options,
                                                     const Discovered& found) {
    fleet::InventoryDevice labels;
    for (const std::string& group : options.groups) fleet::check_name(group, "group");
    for (const std::string& tag : options.tags) add_tag(labels, tag, "--tag");
    std::vector<fleet::ImportedDevice> devices;
    for (const FoundDevice& device : found.devices)
        devices.push_back({{.name = device.name(),
                            .address = device.address(),
                            .groups = options.groups,
                            .tags = labels.tags,
                            .serial = device.serial},
                           0});
    return devices;
}

// With the serial numbers that devices told when they were asked, where it has none of its own.
fleet::Inventory with_known_serials(fleet::Inventory inventory, const Context& context) {
    for (fleet::InventoryDevice& device : inventory.devices)
        if (device.serial.empty())
            device.serial = fleet::serial_of(
                known_device(fleet::target_of(device, context.edges.environment)).facts.serial);
    return inventory;
}

// Several devices may share an address behind ports of a router.
bool is_at_its_place(const fleet::InventoryDevice& device, const FoundDevice& found) {
    const auto place = device::parse_target(device.address);
    const auto seen = device::parse_target(found.address());
    return text::contains(found.addresses, place.host) &&
           (!place.port || !seen.port || place.port == seen.port);
}

// By its serial number, wherever it is now; else by its address, unless another number stands
// there.
const fleet::InventoryDevice* known_in(const fleet::Inventory& inventory,
                                       const FoundDevice& found) {
    for (const fleet::InventoryDevice& device : inventory.devices)
        if (!found.serial.empty() && device.serial == found.serial) return &device;
    for (const fleet::InventoryDevice& device : inventory.devices)
        if ((device.serial.empty() || found.serial.empty()) && is_at_its_place(device, found))
            return &device;
    return nullptr;
}

void name_known(const fleet::Inventory& inventory, Discovered& result) {
    for (const FoundDevice& found : result.devices) {
        const fleet::InventoryDevice* known = known_in(inventory, found);
        const bool moved = known != nullptr && !is_at_its_place(*known, found);
        result.names.push_back(known == nullptr ? "" : known->name);
        result.elsewhere.push_back(moved ? known->address : "");
    }
}

void add_to_inventory(const DiscoverOptions& options, Discovered& result, const Context& context) {
    const auto devices = inventory_devices(options, result);
    std::vector<Merged> merged;
    fleet::edit_inventory(fleet::inventory_file(), [&](const std::string& before) {
        merged = fleet::merge(
            with_known_serials(fleet::parse_inventory(before, fleet::inventory_file().string()),
                               context),
            devices, /*replace=*/false);
        for (std::size_t i = 0; i < merged.size(); ++i) // known by another of its addresses
            if (!result.names[i].empty()) merged[i].outcome = Merged::Outcome::kept;
        return fleet::with_merged(before, merged);
    });
    for (std::size_t i = 0; i < merged.size(); ++i) {
        result.outcomes.emplace_back(fleet::outcome_name(merged[i].outcome));
        result.reasons.push_back(result.names[i].empty() ? merged[i].why : "");
        if (merged[i].outcome == Merged::Outcome::added) result.names[i] = merged[i].device.name;
    }
}

// What would be given and do nothing.
void refuse_idle_options(const DiscoverOptions& options) {
    if (options.ranges.empty() && !options.ports.empty())
        throw_usage("--port is where addresses of a range are asked", "name a range with --range");
    if (!options.add && !(options.groups.empty() && options.tags.empty()))
        throw_usage("--group and --tag are for devices that are added", "add --add");
}

Discovered run_discover(const DiscoverOptions& options, Context& context) {
    refuse_idle_options(options);
    const auto wait = text::parse_duration(options.wait, "--wait");
    const std::vector<std::string> addresses = addresses_of(options);
    const std::vector<std::uint16_t> ports = ports_of(options);
    inventory_devices(options, {}); // wrong usage is told before anybody is asked
    if (wait.count() == 0 && addresses.empty())
        throw_usage("--wait 0 asks nobody", "add --range, or wait some seconds");
    Discovered result;
    if (wait.count() != 0) ask_by_multicast(wait, result, context);
    if (!addresses.empty()) ask_each(options, addresses, ports, result, context);
    name_known(with_known_serials(fleet::load_inventory(), context), result);
    if (options.add && !result.devices.empty()) add_to_inventory(options, result, context);
    return result;
}

nlohmann::json fields_of(const Discovered& found, std::size_t i) {
    const FoundDevice& device = found.devices[i];
    return {{"address", device.address()},
            {"addresses", device.addresses},
            {"serial", or_null(device.serial)},
            {"model", or_null(device.model)},
            {"sources", device.sources},
            {"name", or_null(found.names[i])},
            {"inventoryAddress", or_null(found.elsewhere[i])},
            {"outcome",
             found.outcomes.empty() ? nlohmann::json(nullptr) : nlohmann::json(found.outcomes[i])}};
}

void print_document(const Discovered& found, Terminal& terminal) {
    std::vector<nlohmann::json> devices;
    for (std::size_t i = 0; i < found.devices.size(); ++i)
        devices.push_back(device_object(found.devices[i].name(), fields_of(found, i), {}));
    nlohmann::json document = devices_document("device-discover", std::move(devices));
    document["interfaces"] = found.interfaces;
    document["addressesAsked"] = found.swept;
    document["troubles"] = found.troubles;
    terminal.print_document(document);
}

// "door", "door, at another address (kept)", "kept: 'gate' has its address".
std::string in_inventory(const Discovered& found, std::size_t i) {
    const std::string outcome = found.outcomes.empty() ? "" : found.outcomes[i];
    if (found.names[i].empty())
        return outcome.empty() ? "" : fmt::format("{}: {}", outcome, found.reasons[i]);
    return found.names[i] + (found.elsewhere[i].empty() ? "" : ", at another address") +
           (outcome.empty() ? "" : " (" + outcome + ")");
}

ExitCode print(const Discovered& found, Terminal& terminal) {
    for (const std::string& trouble : found.troubles) terminal.warn(trouble);
    for (std::size_t i = 0; i < found.devices.size(); ++i)
        if (!found.elsewhere[i].empty())
            terminal.warn_of(
                found.names[i],
                fmt::format("a device with its serial number answers at {}, and the inventory has "
                            "it at {}; if it has moved, change the address in {}",
                            found.devices[i].address(), found.elsewhere[i],
                            fleet::inventory_file().string()));
    if (terminal.json()) {
        print_document(found, terminal);
        return ExitCode::done;
    }
    Table table({"DEVICE", "ADDRESS", "MODEL", "SERIAL", "FOUND BY", "INVENTORY"});
    for (std::size_t i = 0; i < found.devices.size(); ++i) {
        const FoundDevice& device = found.devices[i];
        table.add({device.name(), device.address(), Table::or_dash(device.model),
                   Table::or_dash(device.serial), text::join(device.sources, ","),
                   Table::or_dash(in_inventory(found, i))});
    }
    if (!table.empty()) table.print(terminal);
    terminal.note(fmt::format("{} found", found.devices.size() == 1
                                              ? "1 device"
                                              : fmt::format("{} devices", found.devices.size())));
    return ExitCode::done;
}

} // namespace

void add_device_discover(Verbs& verbs, const Command& device) {
    auto options = Verbs::options<DiscoverOptions>();
    Command verb = verbs.add(
        "discover", "Find devices on the networks here, without a login",
        [options](Context& c) { return print(run_discover(*options, c), c.terminal); }, device);
    verb.add_option("--wait", options->wait,
                    "How long answers to multicast are waited for; 0: nobody is asked by it")
        .type_name("T")
        .show_default();
    verb.add_repeatable("--range", options->ranges,
                        "Ask each address of this range, as 192.168.0.0/24 or 192.168.0.10-50; "
                        "repeatable")
        .type_name("RANGE");
    verb.add_repeatable("--port", options->ports,
                        "Where addresses of a range are asked (default: 443, then 80); repeatable")
        .type_name("PORT");
    verb.add_option("-j,--jobs", options->jobs, "Addresses asked at a time (default: 32)")
        .between(1, 256)
        .type_name("N");
    verb.add_option("--rate", options->rate, "Addresses asked in a second (default: 100)")
        .between(1, 10000)
        .type_name("N");
    verb.add_flag("--add", options->add, "Put those that are new into the inventory");
    verb.add_repeatable("--group", options->groups, "With --add, a group for them; repeatable")
        .type_name("GROUP");
    verb.add_repeatable("--tag", options->tags, "With --add, a tag for them; repeatable")
        .type_name("KEY=VALUE");
    verb.footer("Examples:\n"
                "  acapctl device discover --add --group lab\n"
                "  acapctl device discover --range 192.168.0.0/24 --wait 0");
}

} // namespace acapctl::cli
