// `acapctl device add`: give a device a name.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/inventory_report.hpp"
#include "cli/shared/password.hpp"
#include "device/http/certificate.hpp"
#include "device/session/trust_store.hpp"
#include "fleet/inventory_edit.hpp"
#include "fleet/select.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using fleet::Inventory;
using fleet::InventoryDevice;

struct AddOptions {
    InventoryDevice device{};
    std::vector<std::string> tags{};
    std::string serial{};
    std::string fingerprint{};
    std::string password_command{};
    bool store_password = false;
    bool password_stdin = false;
    bool make_default = false;
    bool replace = false;
};

struct Added {
    InventoryDevice device{};
    bool is_default = false;
    bool replaced = false;
    std::string pin{};
};

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

InventoryDevice device_of(const AddOptions& options, Context& context) {
    InventoryDevice device = options.device;
    fleet::check_name(device.name, "device");
    device::parse_target(device.address);
    for (const std::string& tag : options.tags) add_tag(device, tag, "--tag");
    if (!options.serial.empty()) {
        device.serial = fleet::serial_of(options.serial);
        if (device.serial.empty())
            throw_usage("--serial: no serial number", "it has 12 hexadecimal digits");
    }
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
    return device;
}

// Empty: none is given.
std::string fingerprint_of(const AddOptions& options, const device::Target& target) {
    if (options.fingerprint.empty()) return {};
    const auto fingerprint = device::parse_fingerprint(options.fingerprint);
    if (!fingerprint)
        throw_usage("--fingerprint: not a SHA-256 fingerprint",
                    "64 hexadecimal digits, with or without colons");
    if (!target.tls)
        throw_usage("a device named by http:// shows no certificate", "name it with https://");
    return *fingerprint;
}

std::string account(const device::Target& target) {
    return target.user.empty() ? "root" : target.user;
}

// Two names of one device would have it served twice. Another account on it is another matter.
void refuse_second_name(const Inventory& inventory, const InventoryDevice& device,
                        const Context& context) {
    const device::Target target = fleet::target_of(device, context.edges.environment);
    for (const InventoryDevice& other : inventory.devices) {
        const device::Target there = fleet::target_of(other, context.edges.environment);
        if (other.name == device.name || place_of(there) != place_of(target) ||
            account(there) != account(target))
            continue;
        Failure failure{
            .kind = ErrorKind::invalid_input,
            .code = "address-has-name",
            .message = fmt::format("the inventory has a device at {} already: '{}'",
                                   place_of(target), other.name),
            .hint = fmt::format("use that name, or 'acapctl device remove {}' first; a tag or a "
                                "group gives a device more words to be named by",
                                other.name)};
        throw Error(std::move(failure));
    }
}

// --replace says something else of a device, not that all else is wrong.
void keep_what_was_not_given(InventoryDevice& device, const InventoryDevice& old) {
    const bool has_password = !device.password.empty() || !device.password_command.empty();
    if (device.user.empty() && !device::parse_target(device.address).user) device.user = old.user;
    if (device.groups.empty()) device.groups = old.groups;
    if (device.tags.empty()) device.tags = old.tags;
    if (device.serial.empty()) device.serial = old.serial;
    if (!has_password) {
        device.password = old.password;
        device.password_command = old.password_command;
    }
    if (device.client_certificate.empty()) {
        device.client_certificate = old.client_certificate;
        device.client_key = old.client_key;
    }
}

// Whether there was one of this name. What it had and was not given stays.
bool add_to_inventory(InventoryDevice& device, const AddOptions& options, const Context& context) {
    bool there = false;
    fleet::edit_inventory(fleet::inventory_file(), [&](const std::string& before) {
        std::string text = before;
        const Inventory inventory = fleet::parse_inventory(text, fleet::inventory_file().string());
        const InventoryDevice* old = inventory.find(device.name);
        there = old != nullptr;
        const bool was_default = there && inventory.default_device == device.name;
        if (there && !options.replace)
            throw_invalid(fmt::format("the inventory has a device '{}' already", device.name),
                          "--replace replaces it");
        if (there) keep_what_was_not_given(device, *old);
        refuse_second_name(inventory, device, context);
        if (there) text = fleet::without_device(text, device.name);
        text = fleet::with_device(text, device);
        return options.make_default || was_default ? fleet::with_default(text, device.name) : text;
    });
    return there;
}

Added run_add(const AddOptions& options, Context& context) {
    InventoryDevice device = device_of(options, context);
    const device::Target target = fleet::target_of(device, context.edges.environment);
    const std::string fingerprint = fingerprint_of(options, target);
    const bool replaced = add_to_inventory(device, options, context);
    if (!fingerprint.empty()) device::TrustStore(trust_file()).trust(target, fingerprint);
    const bool is_default = fleet::load_inventory().default_device == device.name;
    return {std::move(device), is_default, replaced, PinsByPlace().of(target)};
}

ExitCode print(const Added& added, Terminal& terminal) {
    const std::string& name = added.device.name;
    const char* outcome = added.replaced ? "replaced" : "added";
    if (terminal.json()) {
        nlohmann::json fields = inventory_fields(added.device, added.is_default, added.pin);
        fields["outcome"] = outcome;
        terminal.print_document(
            devices_document("device-add", {device_object(name, std::move(fields), {})}));
    } else {
        terminal.note(
            fmt::format("{} {}; 'acapctl device show {}' asks it what it is", name, outcome, name));
    }
    return ExitCode::done;
}

void declare_credentials(const Command& verb, AddOptions& options) {
    verb.add_option("--user", options.device.user, "Account on the device").type_name("USER");
    verb.add_option("--password-command", options.password_command,
                    "Command that prints the password, run without a shell")
        .type_name("COMMAND");
    verb.add_option("--client-cert", options.device.client_certificate,
                    "PEM file with a certificate of yours that the device asks for")
        .type_name("FILE")
        .not_empty();
    verb.add_option("--client-key", options.device.client_key,
                    "PEM file with its key, if that is another")
        .type_name("FILE")
        .not_empty();
    verb.add_flag("--store-password", options.store_password,
                  "Keep the password readable in the inventory; asks for it");
    verb.add_flag("--password-stdin", options.password_stdin,
                  "Read the password to store from the first line of standard input");
}

} // namespace

void add_device_add(Verbs& verbs, const Command& device) {
    auto options = Verbs::options<AddOptions>();
    Command verb = verbs.add(
        "add", "Give a device a name",
        [options](Context& c) { return print(run_add(*options, c), c.terminal); }, device);
    verb.add_option("NAME", options->device.name, "Name that -t takes from now on").required();
    verb.add_option("ADDRESS", options->device.address,
                    "host[:port] or http(s)://[user@]host[:port]")
        .required();
    verb.add_repeatable("--group", options->device.groups,
                        "A group it belongs to, for -t @GROUP; repeatable")
        .type_name("GROUP");
    verb.add_repeatable("--tag", options->tags, "A tag of it, for -t KEY=VALUE; repeatable")
        .type_name("KEY=VALUE");
    verb.add_option("--serial", options->serial, "Its serial number, which is its MAC address")
        .type_name("S")
        .not_empty();
    verb.add_option("--fingerprint", options->fingerprint,
                    "Trust the certificate with this SHA-256 fingerprint")
        .type_name("F")
        .not_empty();
    declare_credentials(verb, *options);
    verb.add_flag("--default", options->make_default, "Use it where no device is named");
    verb.add_flag("--replace", options->replace,
                  "Replace the device of this name; what is not given stays as it was");
    verb.footer("Examples:\n"
                "  acapctl device add door 192.168.0.90 --group lab --tag floor=2\n"
                "  acapctl device add gate 192.168.0.91 --password-command 'pass show gate'");
}

} // namespace acapctl::cli
