// `acapctl policy show|set`: whether devices take unsigned packages and root applications.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "device/deploy/unsigned_permission.hpp"
#include "device/session/requests.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>

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

struct Change {
    std::optional<bool> previous{};
    bool done = false;
};

std::string device_name_of(const std::string& setting) {
    return setting == "allow-root" ? device::allow_root : device::allow_unsigned;
}

Table::Cell cell(const std::optional<bool>& value) {
    return !value ? Table::Cell("-") : *value ? Table::Cell("true", Style::yellow) : "false";
}

ExitCode run_show(const PolicyOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "policy-show",
                             {device::config_get_request(device::allow_unsigned),
                              device::config_get_request(device::allow_root)});
    const auto outcomes =
        on_devices<Policy>(options.devices, context, [](device::Session& session, Policy& policy) {
            policy.unsigned_packages = device::read_policy(session, device::allow_unsigned);
            policy.root = device::read_policy(session, device::allow_root);
        });
    if (!context.terminal.json()) {
        Table table({"DEVICE", "ALLOW-UNSIGNED", "ALLOW-ROOT"});
        for (const auto& outcome : outcomes)
            if (!outcome.failure)
                table.add({text::visible(outcome.device), cell(outcome.value.unsigned_packages),
                           cell(outcome.value.root)});
        if (!table.empty()) table.print(context.terminal);
    }
    return report_devices<Policy>(context, "policy-show", outcomes,
                                  [](const Policy& policy) -> nlohmann::json {
                                      return {{"allowUnsigned", or_null(policy.unsigned_packages)},
                                              {"allowRoot", or_null(policy.root)}};
                                  },
                                  {});
}

ExitCode run_set(const PolicyOptions& options, Context& context) {
    const std::string name = device_name_of(options.setting);
    const bool value = options.value == "true";
    if (options.devices.only_shows())
        return show_requests(
            context, options.devices, "policy-set",
            {device::config_set_request(name, options.value), device::config_get_request(name)});
    DeviceOptions devices = options.devices;
    devices.settles = name != device::allow_unsigned; // now a person says what it shall be
    const auto outcomes =
        on_devices<Change>(devices, context, [&](device::Session& session, Change& change) {
            change.previous = device::read_policy(session, name);
            device::write_policy(session, name, value);
            if (!devices.settles && device::forget_policy_notes(session, users_policies))
                device::write_policy(session, name, value);
            change.done = true;
        });
    if (!context.terminal.json()) {
        Table table({"DEVICE", "SETTING", "BEFORE", "NOW"});
        for (const auto& outcome : outcomes)
            if (!outcome.failure)
                table.add({text::visible(outcome.device), options.setting,
                           cell(outcome.value.previous), cell(value)});
        if (!table.empty()) table.print(context.terminal);
    }
    return report_devices<Change>(
        context, "policy-set", outcomes,
        [&](const Change& change) -> nlohmann::json {
            return {{"setting", options.setting},
                    {"previous", or_null(change.previous)},
                    {"value", or_null(change.done ? std::optional(value) : std::nullopt)}};
        },
        {});
}

} // namespace

void add_policy(Verbs& verbs) {
    Command group = verbs.add_group("policy", "Show or set which applications devices admit");
    group.footer("Example: acapctl policy show -t 192.168.0.90");
    auto shown = Verbs::options<PolicyOptions>();
    Command show = verbs.add(
        "show", "Show the policies", [shown](Context& c) { return run_show(*shown, c); }, group);
    add_device_options(show, shown->devices);
    show.footer("Example: acapctl policy show -t 192.168.0.90");

    auto changed = Verbs::options<PolicyOptions>();
    Command set = verbs.add(
        "set", "Set one policy", [changed](Context& c) { return run_set(*changed, c); }, group);
    set.add_option("SETTING", changed->setting, "allow-unsigned or allow-root")
        .required()
        .one_of({"allow-unsigned", "allow-root"});
    set.add_option("VALUE", changed->value, "true or false").required().one_of({"true", "false"});
    add_device_options(set, changed->devices);
    set.footer("Example: acapctl policy set allow-unsigned true -t 192.168.0.90");
}

} // namespace acapctl::cli
