// `acapctl device add|list|remove`: the inventory.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/password.hpp"
#include "device/session/device_cache.hpp"
#include "device/vapix/description.hpp"
#include "fleet/inventory.hpp"
#include "fleet/select.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using fleet::Inventory;
using fleet::InventoryDevice;

struct AddOptions {
    InventoryDevice device{};
    std::string password_command{};
    bool store_password = false;
    bool password_stdin = false;
    bool make_default = false;
    bool replace = false;
};

struct RemoveOptions {
    std::vector<std::string> names{};
};

std::string password_source(const InventoryDevice& device) {
    if (!device.password.empty()) return "stored";
    return device.password_command.empty() ? "" : "command";
}

nlohmann::json inventory_fields(const InventoryDevice& device, const Inventory& inventory) {
    return {{"address", device.address},
            {"user", or_null(device.user)},
            {"groups", device.groups},
            {"passwordSource", or_null(password_source(device))},
            {"default", device.name == inventory.default_device}};
}

[[noreturn]] void not_there(const std::string& name, const Inventory& inventory) {
    throw_invalid(fmt::format("the inventory has no device '{}'", text::visible(name)),
                  text::did_you_mean(name, inventory.names()));
}

Secret password_to_store(const AddOptions& options, Context& context) {
    if (options.password_stdin) return password_from_stdin();
    device::Target who;
    who.name = options.device.name;
    who.user = options.device.user.empty() ? "root" : options.device.user;
    Secret password = ask_password(who, context);
    if (password.empty())
        throw_usage("--store-password: no password was given",
                    "use --password-stdin where nobody can be asked");
    return password;
}

ExitCode run_add(const AddOptions& options, Context& context) {
    InventoryDevice device = options.device;
    fleet::check_name(device.name, "device");
    device::parse_target(device.address);
    if (!options.password_command.empty())
        device.password_command = fleet::command_words(options.password_command);
    if (options.password_stdin && !options.store_password)
        throw_usage("--password-stdin keeps the password in the inventory",
                    "add --store-password if that is what you want");
    if (options.store_password) device.password = password_to_store(options, context);
    fleet::edit_inventory(fleet::inventory_file(), [&](const std::string& before) {
        std::string text = before;
        const Inventory inventory = fleet::parse_inventory(text, fleet::inventory_file().string());
        const bool there = inventory.find(device.name) != nullptr;
        const bool was_default = there && inventory.default_device == device.name;
        if (there && !options.replace)
            throw_invalid(fmt::format("the inventory has a device '{}' already", device.name),
                          "--replace replaces it");
        if (there) text = fleet::without_device(text, device.name);
        text = fleet::with_device(text, device);
        return options.make_default || was_default ? fleet::with_default(text, device.name) : text;
    });
    const Inventory now = fleet::load_inventory();
    if (context.terminal.json())
        context.terminal.print_document(devices_document(
            "device-add", {device_object(device.name, inventory_fields(device, now), {})}));
    else
        context.terminal.note(fmt::format("{} added; 'acapctl device show {}' asks it what it is",
                                          device.name, device.name));
    return ExitCode::done;
}

ExitCode run_remove(const RemoveOptions& options, Context& context) {
    fleet::edit_inventory(fleet::inventory_file(), [&](const std::string& before) {
        std::string text = before;
        for (const std::string& name : options.names) {
            const auto inventory = fleet::parse_inventory(text, fleet::inventory_file().string());
            if (inventory.find(name) == nullptr) not_there(name, inventory);
            text = fleet::without_device(text, name);
        }
        return text;
    });
    std::vector<nlohmann::json> devices;
    for (const std::string& name : options.names) {
        devices.push_back(device_object(name, nlohmann::json::object(), {}));
        if (!context.terminal.json()) context.terminal.note(name + " removed from the inventory");
    }
    if (context.terminal.json())
        context.terminal.print_document(devices_document("device-remove", std::move(devices)));
    return ExitCode::done;
}

// What the device said of itself when it was last asked.
device::Facts remembered_facts(const InventoryDevice& device, const Context& context) {
    const auto target =
        fleet::select({device.name}, {.devices = {device}}, context.edges.environment).front();
    const auto known = device::DeviceCache(device_cache_directory(), target).description();
    return known ? device::description_from(known->first).facts : device::Facts{};
}

ExitCode run_device_list(Context& context) {
    const Inventory inventory = fleet::load_inventory();
    std::vector<nlohmann::json> devices;
    Table table({"NAME", "ADDRESS", "USER", "GROUPS", "PASSWORD", "DEFAULT", "MODEL", "AXIS OS"});
    for (const InventoryDevice& device : inventory.devices) {
        const device::Facts facts = remembered_facts(device, context);
        nlohmann::json object = inventory_fields(device, inventory);
        object["model"] = or_null(facts.model);
        object["axisOs"] = or_null(facts.axis_os);
        devices.push_back(device_object(device.name, std::move(object), {}));
        table.add({device.name, Table::or_dash(device.address), Table::or_dash(device.user),
                   Table::or_dash(text::join(device.groups, ",")),
                   Table::or_dash(password_source(device)),
                   device.name == inventory.default_device ? "yes" : "-",
                   Table::or_dash(facts.model), Table::or_dash(facts.axis_os)});
    }
    if (context.terminal.json())
        context.terminal.print_document(devices_document("device-list", std::move(devices)));
    else if (!table.empty())
        table.print(context.terminal);
    else
        context.terminal.note("the inventory is empty; 'acapctl device add NAME ADDRESS' adds one");
    return ExitCode::done;
}

void declare_add(Verbs& verbs, const Command& group) {
    auto options = Verbs::options<AddOptions>();
    Command verb = verbs.add(
        "add", "Give a device a name", [options](Context& c) { return run_add(*options, c); },
        group);
    verb.add_option("NAME", options->device.name, "Name that -t takes from now on").required();
    verb.add_option("ADDRESS", options->device.address,
                    "host[:port] or http(s)://[user@]host[:port]")
        .required();
    verb.add_option("--user", options->device.user, "Account on the device").type_name("USER");
    verb.add_repeatable("--group", options->device.groups,
                        "A group it belongs to, for -t @GROUP; repeatable")
        .type_name("GROUP");
    verb.add_option("--password-command", options->password_command,
                    "Command that prints the password, run without a shell")
        .type_name("COMMAND");
    verb.add_flag("--store-password", options->store_password,
                  "Keep the password readable in the inventory; asks for it");
    verb.add_flag("--password-stdin", options->password_stdin,
                  "Read the password to store from the first line of standard input");
    verb.add_flag("--default", options->make_default, "Use it where no device is named");
    verb.add_flag("--replace", options->replace, "Replace the device of this name");
    verb.footer("Examples:\n"
                "  acapctl device add door 192.168.0.90 --group lab\n"
                "  acapctl device add gate 192.168.0.91 --password-command 'pass show gate'");
}

} // namespace

void add_device(Verbs& verbs) {
    Command group = verbs.add_group("device", "Name devices, trust them, see what they are");
    declare_add(verbs, group);
    verbs
        .add(
            "list", "List the devices of the inventory",
            [](Context& c) { return run_device_list(c); }, group)
        .footer("Example: acapctl device list --json");
    add_device_show(verbs, group);
    auto removed = Verbs::options<RemoveOptions>();
    Command remove = verbs.add(
        "remove", "Take devices out of the inventory",
        [removed](Context& c) { return run_remove(*removed, c); }, group);
    remove.add_option("NAME", removed->names, "Names of devices").required().type_name("DEVICE");
    remove.footer("Example: acapctl device remove door");
    add_device_trust(verbs, group);
    group.footer("Example: acapctl device add door 192.168.0.90");
}

} // namespace acapctl::cli
