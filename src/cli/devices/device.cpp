// `acapctl device add|list|remove`: the inventory.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "cli/shared/password.hpp"
#include "device/session/device_cache.hpp"
#include "device/vapix/description.hpp"
#include "fleet/inventory_edit.hpp"
#include "fleet/select.hpp"
#include "support/text.hpp"
#include "support/time.hpp"
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

struct Added {
    InventoryDevice device{};
    bool is_default = false;
};

struct Removed {
    std::vector<std::string> names{};
};

// The devices of the inventory, with what each said of itself when it was last asked.
struct InventoryReport {
    Inventory inventory{};
    std::vector<device::Facts> remembered{};
    probe::Cache::Time now{}; // for the age of what is remembered
};

std::string password_source(const InventoryDevice& device) {
    if (!device.password.empty()) return "stored";
    return device.password_command.empty() ? "" : "command";
}

nlohmann::json inventory_fields(const InventoryDevice& device, bool is_default) {
    return {{"address", device.address},
            {"user", or_null(device.user)},
            {"groups", device.groups},
            {"passwordSource", or_null(password_source(device))},
            {"clientCert", or_null(device.client_certificate)},
            {"default", is_default}};
}

[[noreturn]] void not_there(const std::string& name, const Inventory& inventory) {
    const std::string near = text::did_you_mean(name, inventory.names());
    throw_invalid(fmt::format("the inventory has no device '{}'", text::visible(name)),
                  near.empty() ? "'acapctl device list' shows those it has" : near);
}

Secret password_to_store(const AddOptions& options, Context& context) {
    if (options.password_stdin) return password_from_stdin(context);
    device::Target who;
    who.name = options.device.name;
    who.user = options.device.user.empty() ? "root" : options.device.user;
    Secret password = ask_password(who, context);
    if (password.empty())
        throw_usage("--store-password: no password was given",
                    "use --password-stdin where nobody can be asked");
    return password;
}

Added run_add(const AddOptions& options, Context& context) {
    InventoryDevice device = options.device;
    fleet::check_name(device.name, "device");
    device::parse_target(device.address);
    if (!options.password_command.empty())
        device.password_command = fleet::command_words(options.password_command);
    if (options.password_stdin && !options.store_password)
        throw_usage("--password-stdin keeps the password in the inventory",
                    "add --store-password if that is what you want");
    if (!device.client_key.empty() && device.client_certificate.empty())
        throw_usage("--client-key needs --client-cert", "name the certificate of that key");
    for (std::string* file : {&device.client_certificate, &device.client_key})
        if (!file->empty()) *file = std::filesystem::absolute(*file).string();
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
    const bool is_default = fleet::load_inventory().default_device == device.name;
    return {std::move(device), is_default};
}

Removed run_remove(const RemoveOptions& options) {
    fleet::edit_inventory(fleet::inventory_file(), [&](const std::string& before) {
        std::string text = before;
        for (const std::string& name : options.names) {
            const auto inventory = fleet::parse_inventory(text, fleet::inventory_file().string());
            if (inventory.find(name) == nullptr) not_there(name, inventory);
            text = fleet::without_device(text, name);
        }
        return text;
    });
    return {options.names};
}

device::Facts remembered_facts(const InventoryDevice& device, const Context& context) {
    const auto target =
        fleet::select({device.name}, {.devices = {device}}, context.edges.environment).front();
    const auto known = device::DeviceCache(device_cache_directory(), target).description();
    return known ? device::description_from(known->first).facts : device::Facts{};
}

InventoryReport run_device_list(const Context& context) {
    InventoryReport report{.inventory = fleet::load_inventory(), .now = context.edges.clock.date()};
    for (const InventoryDevice& device : report.inventory.devices)
        report.remembered.push_back(remembered_facts(device, context));
    return report;
}

void print(const Added& added, Terminal& terminal) {
    const std::string& name = added.device.name;
    if (terminal.json())
        terminal.print_document(devices_document(
            "device-add",
            {device_object(name, inventory_fields(added.device, added.is_default), {})}));
    else
        terminal.note(
            fmt::format("{} added; 'acapctl device show {}' asks it what it is", name, name));
}

void print(const Removed& removed, Terminal& terminal) {
    std::vector<nlohmann::json> devices;
    for (const std::string& name : removed.names) {
        devices.push_back(device_object(name, nlohmann::json::object(), {}));
        if (!terminal.json()) terminal.note(name + " removed from the inventory");
    }
    if (terminal.json())
        terminal.print_document(devices_document("device-remove", std::move(devices)));
}

void print(const InventoryReport& report, Terminal& terminal) {
    const auto ago_since = [now = report.now](probe::Cache::Time at) {
        return ago_text(std::chrono::duration_cast<std::chrono::minutes>(now - at));
    };
    std::vector<nlohmann::json> devices;
    Table table(
        {"NAME", "ADDRESS", "USER", "GROUPS", "PASSWORD", "DEFAULT", "MODEL", "AXIS OS", "PROBED"});
    for (std::size_t i = 0; i < report.remembered.size(); ++i) {
        const InventoryDevice& device = report.inventory.devices[i];
        const device::Facts& facts = report.remembered[i];
        const bool is_default = device.name == report.inventory.default_device;
        nlohmann::json object = inventory_fields(device, is_default);
        object["model"] = or_null(facts.model);
        object["axisOs"] = or_null(facts.axis_os);
        const auto probe = last_probe(facts);
        object["probedAt"] =
            probe ? nlohmann::json(utc_text(std::chrono::system_clock::to_time_t(probe->at)))
                  : nullptr;
        devices.push_back(device_object(device.name, std::move(object), {}));
        table.add({device.name, Table::or_dash(device.address), Table::or_dash(device.user),
                   Table::or_dash(text::join(device.groups, ",")),
                   Table::or_dash(password_source(device)), is_default ? "yes" : "-",
                   Table::or_dash(facts.model), Table::or_dash(facts.axis_os),
                   probe ? ago_since(probe->at) : "-"});
    }
    if (terminal.json())
        terminal.print_document(devices_document("device-list", std::move(devices)));
    else if (!table.empty())
        table.print(terminal);
    else
        terminal.note("the inventory is empty; 'acapctl device add NAME ADDRESS' adds one");
}

// All was done, or an error was thrown.
template <typename Report>
ExitCode print_done(const Report& report, Context& context) {
    print(report, context.terminal);
    return ExitCode::done;
}

void declare_add(Verbs& verbs, const Command& group) {
    auto options = Verbs::options<AddOptions>();
    Command verb = verbs.add(
        "add", "Give a device a name",
        [options](Context& c) { return print_done(run_add(*options, c), c); }, group);
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
    verb.add_option("--client-cert", options->device.client_certificate,
                    "PEM file with a certificate of yours that the device asks for")
        .type_name("FILE")
        .not_empty();
    verb.add_option("--client-key", options->device.client_key,
                    "PEM file with its key, if that is another")
        .type_name("FILE")
        .not_empty();
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
            [](Context& c) { return print_done(run_device_list(c), c); }, group)
        .footer("Example: acapctl device list --json");
    add_device_show(verbs, group);
    auto removed = Verbs::options<RemoveOptions>();
    Command remove = verbs.add(
        "remove", "Take devices out of the inventory",
        [removed](Context& c) { return print_done(run_remove(*removed), c); }, group);
    remove.add_option("NAME", removed->names, "Names of devices").required().type_name("DEVICE");
    remove.footer("Example: acapctl device remove door");
    add_device_trust(verbs, group);
    group.footer("Example: acapctl device add door 192.168.0.90");
}

} // namespace acapctl::cli
