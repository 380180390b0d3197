// `acapctl device`: the group, and taking devices out of the inventory.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/inventory_report.hpp"
#include "cli/shared/known_devices.hpp"
#include "cli/shared/question.hpp"
#include "fleet/inventory_edit.hpp"
#include "support/text.hpp"

#include <set>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using fleet::Inventory;

struct RemoveOptions {
    NamedDevices named{};
    bool yes = false;
    bool dry_run = false;
};

// What `device remove` is for.
struct Removal {
    std::vector<std::string> names{};
    bool named_each = true; // false: a selector says which, and a person may not know how many
    bool done = false;
};

[[noreturn]] void not_there(const std::string& name, const Inventory& inventory) {
    const std::string near = text::did_you_mean(name, inventory.names());
    throw_invalid(fmt::format("the inventory has no device '{}'", text::visible(name)),
                  near.empty() ? "'acapctl device list' shows those it has" : near);
}

// Each as it was named; a second time it is not there any more.
void check_names(const std::vector<std::string>& names, const Inventory& inventory) {
    const auto known = inventory.names();
    std::set<std::string> there(known.begin(), known.end());
    for (const std::string& name : names)
        if (there.erase(name) == 0) not_there(name, inventory);
}

// Names are taken as they are; where anything else stands, all of it is a selection.
Removal removal_of(const RemoveOptions& options, const Context& context) {
    const std::vector<std::string> texts = options.named.all();
    if (texts.empty())
        throw_usage("no device is named", "name devices of the inventory, or say which: '@lab'");
    const Inventory inventory = fleet::load_inventory();
    std::vector<std::string> names;
    bool named_each = true;
    const fleet::Selector selector(texts);
    for (const fleet::Term* term : selector.terms()) {
        const bool is_name = term->kind == fleet::Term::Kind::name && !term->negated;
        if (is_name) names.push_back(term->value);
        named_each = named_each && is_name;
    }
    if (named_each && names.size() == selector.alternatives().size()) { // and none is "a&b"
        check_names(names, inventory);
        return {.names = std::move(names)};
    }
    for (const std::string& name : names)
        if (inventory.find(name) == nullptr) not_there(name, inventory);
    const fleet::Selection selection = select_devices(texts, inventory, context);
    warn_of_left_out(selection, context.terminal);
    return {.names = names_of(selection.targets), .named_each = false};
}

bool agreed(const Removal& removal, const RemoveOptions& options, Context& context) {
    if (options.yes || removal.named_each || removal.names.size() == 1) return true;
    const std::string count = fmt::format("{} devices", removal.names.size());
    if (!can_ask(context.edges))
        throw_usage(
            fmt::format("{} would be removed, and nobody can be asked whether to do this", count),
            "give --yes, or --dry-run to see which");
    return ask_yes(context, {text::join(removal.names, ", ")},
                   fmt::format("Take these {} out of the inventory?", count));
}

Removal run_remove(const RemoveOptions& options, Context& context) {
    Removal removal = removal_of(options, context);
    if (options.dry_run || !agreed(removal, options, context)) return removal;
    fleet::edit_inventory(fleet::inventory_file(), [&](const std::string& before) {
        check_names(removal.names,
                    fleet::parse_inventory(before, fleet::inventory_file().string()));
        return fleet::without_devices(before, removal.names);
    });
    removal.done = true;
    return removal;
}

ExitCode print(const Removal& removal, bool dry_run, Terminal& terminal) {
    std::vector<nlohmann::json> devices;
    for (const std::string& name : removal.names) {
        devices.push_back(device_object(name, {{"removed", removal.done}}, {}));
        if (terminal.json() || (!removal.done && !dry_run)) continue;
        terminal.note(
            fmt::format("{} {}removed from the inventory", name, dry_run ? "would be " : ""));
    }
    if (terminal.json())
        terminal.print_document(devices_document("device-remove", std::move(devices)));
    else if (!removal.done && !dry_run)
        terminal.note("nothing was changed");
    return ExitCode::done;
}

void add_device_remove(Verbs& verbs, const Command& group) {
    auto options = Verbs::options<RemoveOptions>();
    Command verb = verbs.add(
        "remove", "Take devices out of the inventory",
        [options](Context& context) {
            return print(run_remove(*options, context), options->dry_run, context.terminal);
        },
        group);
    add_named_devices(verb, options->named, "");
    verb.add_flag("--yes", options->yes, "Do not ask, where a target means more than one device");
    verb.add_flag("--dry-run", options->dry_run, "Show which, and change nothing");
    verb.footer("Examples:\n"
                "  acapctl device remove door\n"
                "  acapctl device remove 'cam-*' '@old' --dry-run");
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
