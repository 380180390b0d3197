// `acapctl device import`: devices from lists that other tools keep.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_report.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/inventory_report.hpp"
#include "fleet/imports/import.hpp"
#include "fleet/imports/merge.hpp"
#include "fleet/inventory_edit.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using fleet::Merged;

struct ImportOptions {
    std::string file{};
    std::string format{};
    std::vector<std::string> groups{};
    std::vector<std::string> tags{};
    std::string store{}; // of passwords: "inventory", "keyring"; empty: they are not taken
    bool replace = false;
    bool dry_run = false;
};

struct ImportReport {
    std::string file{};
    std::string format{};
    std::vector<Merged> devices{};
    std::vector<fleet::Remark> remarks{};
    std::size_t passwords_left = 0; // that were in the file and not taken
    bool dry_run = false;

    std::size_t count(Merged::Outcome outcome) const {
        return static_cast<std::size_t>(std::ranges::count(devices, outcome, &Merged::outcome));
    }
    bool lost_some() const { return std::ranges::any_of(remarks, &fleet::Remark::lost); }
};

constexpr std::size_t largest_file = 16U << 20U;

// The Secret Service of GNOME Keyring, KWallet and KeePassXC, by libsecret's tool, which reads the
// secret from its standard input.
void keep_in_keyring(fleet::InventoryDevice& device, const std::stop_token& stop) {
    const std::string secret = device.password.reveal();
    const CommandResult result = acapctl::run(
        {.arguments = {"secret-tool", "store", "--label", fmt::format("acapctl: {}", device.name),
                       "acapctl", device.name},
         .input = secret,
         .time_limit = std::chrono::minutes(2)},
        stop);
    if (!result.found)
        throw_invalid("--store-passwords keyring: there is no secret-tool",
                      "it is in the package libsecret-tools");
    if (result.status != 0)
        throw_invalid(fmt::format("the key ring did not take the password of '{}' (secret-tool "
                                  "ended with {})",
                                  device.name, result.status),
                      "unlock it, or use --store-passwords inventory");
    device.password = {};
    device.password_command = {"secret-tool", "lookup", "acapctl", device.name};
}

// What the options say of every device.
void give_labels(fleet::Import& import, const ImportOptions& options) {
    for (const std::string& group : options.groups) fleet::check_name(group, "group");
    fleet::InventoryDevice labels;
    for (const std::string& tag : options.tags) add_tag(labels, tag, "--tag");
    for (auto& [device, line, named] : import.devices) {
        for (const std::string& group : options.groups) text::add_once(device.groups, group);
        for (const auto& [key, value] : labels.tags) device.tags[key] = value;
    }
}

std::size_t drop_passwords(fleet::Import& import) {
    std::size_t dropped = 0;
    for (auto& [device, line, named] : import.devices) {
        dropped += device.password.empty() ? 0 : 1;
        device.password = {};
    }
    return dropped;
}

// Of those that are new, so that the key ring gets nothing for others.
void keep_in_keyring(fleet::Import& import, const ImportOptions& options,
                     const std::stop_token& stop) {
    const auto planned = fleet::merge(fleet::load_inventory(), import.devices, options.replace);
    for (std::size_t i = 0; i < planned.size(); ++i) {
        fleet::InventoryDevice& device = import.devices[i].device;
        device.name = planned[i].device.name; // under which the key ring has it
        const bool taken = planned[i].is_taken();
        if (taken && !device.password.empty() && !options.dry_run) keep_in_keyring(device, stop);
        device.password = {};
    }
}

// What the list itself has twice is told with its line.
void tell_lost(ImportReport& report) {
    for (const Merged& merged : report.devices)
        if (merged.outcome == Merged::Outcome::lost)
            report.remarks.push_back({merged.line, merged.why, true});
    std::erase_if(report.devices,
                  [](const Merged& merged) { return merged.outcome == Merged::Outcome::lost; });
}

std::string format_of(const ImportOptions& options, const std::string& text) {
    if (!options.format.empty()) return options.format;
    try {
        return fleet::guess_import_format(text, options.file);
    } catch (const Error& error) {
        Failure failure = error.failure();
        failure.hint += "; if it is one, name its form with --format";
        throw Error(std::move(failure));
    }
}

ImportReport run_import(const ImportOptions& options, Context& context) {
    const std::string text = read_file(options.file, largest_file);
    ImportReport report{
        .file = options.file, .format = format_of(options, text), .dry_run = options.dry_run};
    fleet::Import import = fleet::read_import(text, options.file, report.format);
    report.remarks = import.remarks;
    give_labels(import, options);
    if (options.store.empty())
        report.passwords_left = drop_passwords(import);
    else if (options.store == "keyring")
        keep_in_keyring(import, options, context.stop);
    const auto merge = [&](const std::string& before) {
        report.devices =
            fleet::merge(fleet::parse_inventory(before, fleet::inventory_file().string()),
                         import.devices, options.replace);
        return fleet::with_merged(before, report.devices);
    };
    if (options.dry_run)
        report.devices = fleet::merge(fleet::load_inventory(), import.devices, options.replace);
    else if (!import.devices.empty())
        fleet::edit_inventory(fleet::inventory_file(), merge);
    tell_lost(report);
    return report;
}

std::string place(const ImportReport& report, std::size_t line) {
    return fmt::format("{}:{}", report.file, line);
}

nlohmann::json document_of(const ImportReport& report) {
    std::vector<nlohmann::json> devices;
    for (const Merged& merged : report.devices) {
        nlohmann::json fields = inventory_fields(merged.device, false, "");
        fields.erase("default");
        fields.erase("pin");
        fields["line"] = merged.line;
        fields["outcome"] = fleet::outcome_name(merged.outcome);
        fields["reason"] = or_null(merged.why);
        devices.push_back(device_object(merged.device.name, std::move(fields), {}));
    }
    nlohmann::json document = devices_document("device-import", std::move(devices));
    document["file"] = report.file;
    document["format"] = report.format;
    document["dryRun"] = report.dry_run;
    document["passwordsLeft"] = report.passwords_left;
    document["remarks"] = nlohmann::json::array();
    for (const fleet::Remark& remark : report.remarks)
        document["remarks"].push_back(
            {{"line", remark.line}, {"text", remark.text}, {"lost", remark.lost}});
    return document;
}

void tell(const ImportReport& report, Terminal& terminal) {
    for (const fleet::Remark& remark : report.remarks)
        terminal.warn(fmt::format("{}: {}{}", place(report, remark.line), remark.text,
                                  remark.lost ? "; the device is not imported" : ""));
    if (report.passwords_left != 0)
        terminal.warn(fmt::format("{} of {} not taken: --store-passwords keyring puts passwords "
                                  "into the key ring, inventory keeps them readable in {}",
                                  report.passwords_left == 1
                                      ? "1 password"
                                      : fmt::format("{} passwords", report.passwords_left),
                                  report.file + (report.passwords_left == 1 ? " is" : " are"),
                                  fleet::inventory_file().string()));
}

ExitCode exit_of(const ImportReport& report) {
    if (!report.lost_some()) return ExitCode::done;
    return report.devices.empty() ? ExitCode::invalid_input : ExitCode::mixed;
}

ExitCode print(const ImportReport& report, Terminal& terminal) {
    tell(report, terminal);
    if (terminal.json()) {
        terminal.print_document(document_of(report));
        return exit_of(report);
    }
    Table table({"NAME", "ADDRESS", "USER", "GROUPS", "TAGS", "OUTCOME"});
    for (const Merged& merged : report.devices) {
        const fleet::InventoryDevice& device = merged.device;
        const std::string outcome = fleet::outcome_name(merged.outcome);
        table.add({device.name, device.address, Table::or_dash(device.user),
                   Table::or_dash(text::join(device.groups, ",")),
                   Table::or_dash(tags_text(device)),
                   merged.why.empty() ? outcome : outcome + ": " + merged.why});
    }
    if (!table.empty()) table.print(terminal);
    terminal.note(
        fmt::format("{}{} added, {} replaced, {} kept as they were",
                    report.dry_run ? "would be: " : "", report.count(Merged::Outcome::added),
                    report.count(Merged::Outcome::replaced), report.count(Merged::Outcome::kept)));
    return exit_of(report);
}

} // namespace

void add_device_import(Verbs& verbs, const Command& device) {
    auto options = Verbs::options<ImportOptions>();
    Command verb = verbs.add(
        "import", "Take devices from a list that another tool keeps",
        [options](Context& c) { return print(run_import(*options, c), c.terminal); }, device);
    verb.add_option("FILE", options->file,
                    "CSV with ip,user,password or a header; .eap-install.cfg; devices.json of "
                    "rs4acap; a FixedIT configuration; an Ansible inventory; what 'device export' "
                    "writes")
        .required();
    verb.add_option("--format", options->format, "What it is, where its name does not tell")
        .type_name("FORMAT")
        .one_of(fleet::import_formats());
    verb.add_repeatable("--group", options->groups, "A group for all of them; repeatable")
        .type_name("GROUP");
    verb.add_repeatable("--tag", options->tags, "A tag for all of them; repeatable")
        .type_name("KEY=VALUE");
    verb.add_option("--store-passwords", options->store,
                    "Take the passwords too: inventory keeps them readable, keyring gives them to "
                    "secret-tool")
        .type_name("WHERE")
        .one_of({"inventory", "keyring"});
    verb.add_flag("--replace", options->replace, "Replace devices of the same name");
    verb.add_flag("--dry-run", options->dry_run, "Show what would be taken, and take nothing");
    verb.footer("Examples:\n"
                "  acapctl device import cameras.csv --group lab --store-passwords keyring\n"
                "  acapctl device import inventory.yml --dry-run");
}

} // namespace acapctl::cli
