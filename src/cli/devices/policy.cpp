// `acapctl policy show|set`: whether devices take unsigned packages and root applications.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "device/deploy/unsigned_permission.hpp"
#include "device/session/requests.hpp"
#include "terminal/table.hpp"

namespace acapctl::cli {

namespace {

struct PolicyOptions {
    DeviceOptions devices;
    std::string setting;
    std::string value;
};

struct Policy {
    std::optional<bool> unsigned_packages{};
    std::optional<bool> root{};
};

using Policies = Outcomes<Policy>;

struct PolicyChange {
    std::optional<bool> previous{};
    bool done = false;
};

// The setting and its value are the same for all devices.
struct Changes {
    std::string setting{};
    bool value = false;
    Outcomes<PolicyChange> devices{};
};

std::string device_name_of(const std::string& setting) {
    return setting == "allow-root" ? device::allow_root : device::allow_unsigned;
}

std::vector<device::Request> planned_show() {
    return {device::config_get_request(device::allow_unsigned),
            device::config_get_request(device::allow_root)};
}

std::vector<device::Request> planned_set(const PolicyOptions& options) {
    const std::string name = device_name_of(options.setting);
    return {device::config_set_request(name, options.value), device::config_get_request(name)};
}

Policies run_show(const PolicyOptions& options, Context& context) {
    return on_devices<Policy>(
        options.devices, context, [](device::Session& session, Policy& policy) {
            policy.unsigned_packages = device::read_policy(session, device::allow_unsigned);
            policy.root = device::read_policy(session, device::allow_root);
        });
}

Changes run_set(const PolicyOptions& options, Context& context) {
    const std::string name = device_name_of(options.setting);
    const bool value = options.value == "true";
    DeviceOptions devices = options.devices;
    devices.settles = name != device::allow_unsigned; // now a person says what it shall be
    const auto set = [&](device::Session& session, PolicyChange& change) {
        change.previous = device::read_policy(session, name);
        device::write_policy(session, name, value);
        if (!devices.settles && device::forget_policy_notes(session, policies_of(context)))
            device::write_policy(session, name, value);
        change.done = true;
    };
    return {options.setting, value, on_devices<PolicyChange>(devices, context, set)};
}

Table::Cell cell(const std::optional<bool>& value) {
    return !value ? Table::Cell("-") : *value ? Table::Cell("true", Style::yellow) : "false";
}

Table table_of(const Policies& outcomes) {
    return device_table({"DEVICE", "ALLOW-UNSIGNED", "ALLOW-ROOT"}, "ALLOW-ROOT", outcomes,
                        [](Table& table, const fleet::Outcome<Policy>& outcome) {
                            if (!outcome.failure)
                                table.add({outcome.device, cell(outcome.value.unsigned_packages),
                                           cell(outcome.value.root)});
                        });
}

Table table_of(const Changes& changes) {
    return device_table({"DEVICE", "SETTING", "BEFORE", "NOW"}, "NOW", changes.devices,
                        [&](Table& table, const fleet::Outcome<PolicyChange>& outcome) {
                            if (!outcome.failure)
                                table.add({outcome.device, changes.setting,
                                           cell(outcome.value.previous), cell(changes.value)});
                        });
}

ExitCode print(const Policies& outcomes, Terminal& terminal) {
    return print_devices(
        terminal, "policy-show", outcomes,
        [](const Policy& policy) -> nlohmann::json {
            return {{"allowUnsigned", or_null(policy.unsigned_packages)},
                    {"allowRoot", or_null(policy.root)}};
        },
        table_of(outcomes));
}

ExitCode print(const Changes& changes, Terminal& terminal) {
    return print_devices(
        terminal, "policy-set", changes.devices,
        [&](const PolicyChange& change) -> nlohmann::json {
            const auto value = change.done ? std::optional(changes.value) : std::nullopt;
            return {{"setting", changes.setting},
                    {"previous", or_null(change.previous)},
                    {"value", or_null(value)}};
        },
        table_of(changes));
}

ExitCode show_verb(const PolicyOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "policy-show", planned_show());
    return print(run_show(options, context), context.terminal);
}

ExitCode set_verb(const PolicyOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "policy-set", planned_set(options));
    return print(run_set(options, context), context.terminal);
}

} // namespace

void add_policy(Verbs& verbs) {
    Command group = verbs.add_group("policy", "Show or set which applications devices admit");
    group.footer("Example: acapctl policy show -t 192.168.0.90");
    auto shown = Verbs::options<PolicyOptions>();
    Command show = verbs.add(
        "show", "Show the policies", [shown](Context& c) { return show_verb(*shown, c); }, group);
    add_device_options(show, shown->devices);
    show.footer("Example: acapctl policy show -t 192.168.0.90");

    auto changed = Verbs::options<PolicyOptions>();
    Command set = verbs.add(
        "set", "Set one policy", [changed](Context& c) { return set_verb(*changed, c); }, group);
    set.add_option("SETTING", changed->setting, "allow-unsigned or allow-root")
        .required()
        .one_of({"allow-unsigned", "allow-root"});
    set.add_option("VALUE", changed->value, "true or false").required().one_of({"true", "false"});
    add_device_options(set, changed->devices);
    set.footer("Example: acapctl policy set allow-unsigned true -t 192.168.0.90");
}

} // namespace acapctl::cli
