// `acapctl device show`: everything known about devices, asked now or remembered.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "cli/shared/known_devices.hpp"
#include "device/session/device_cache.hpp"
#include "device/session/identity.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/description.hpp"
#include "device/vapix/policy.hpp"
#include "fleet/inventory.hpp"
#include "probe/report_reader.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "support/time.hpp"
#include "terminal/table.hpp"

#include <chrono>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using device::DeviceCache;

struct DeviceShowOptions {
    DeviceOptions devices;
    std::vector<std::string> names;
    bool cached = false;
};

struct Shown {
    std::vector<std::string> groups{}; // of the inventory
    std::optional<device::Description> description{};
    device::Target target{}; // as far as an Identity needs it
    bool cached = false;
    DeviceCache::Time at{};
};

struct ShownDevices {
    DeviceCache::Time now{}; // for the age of what is remembered
    Outcomes<Shown> devices{};
};

// The devices may be named without -t.
DeviceOptions all_devices(const DeviceShowOptions& options) {
    DeviceOptions devices = options.devices;
    std::ranges::copy(options.names, std::back_inserter(devices.targets));
    return devices;
}

std::vector<device::Request> planned_description() {
    return {device::device_info_request(), device::list_request(),
            device::config_get_request(device::allow_unsigned),
            device::config_get_request(device::allow_root), device::api_list_request()};
}

// All that it told when it was shown; else what it is, which other verbs have asked.
bool recall(const DeviceCache& cache, Shown& shown) {
    if (const auto known = cache.description()) {
        shown.description = device::description_from(known->first);
        shown.at = known->second;
    } else if (const device::Known facts = device::known_of(cache); facts.asked) {
        shown.description = {.facts = facts.facts};
        shown.at = *facts.asked;
    }
    // Another device had the address when it was asked.
    if (shown.description && device::is_other_serial(shown.target, shown.description->facts.serial))
        shown.description.reset();
    shown.cached = shown.description.has_value();
    return shown.cached;
}

// A device that cannot be reached is still a failure, but what it was is shown beside it.
void ask(const device::Target& target, Served& served, const device::Clock& clock, Shown& shown) {
    const DeviceCache cache(device_cache_directory(), target);
    try {
        device::Session session = served.open(target);
        shown.description = device::describe(session);
        shown.at = clock.date();
        cache.remember_description(to_json(*shown.description), shown.at);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::unreachable) recall(cache, shown);
        throw;
    }
}

ShownDevices run_device_show(const DeviceShowOptions& options, Context& context) {
    const fleet::Inventory inventory = fleet::load_inventory();
    const DeviceOptions devices = all_devices(options);
    const auto show = [&](Served& served, const device::Target& target, Shown& shown) {
        if (const auto* named = inventory.find(target.name)) shown.groups = named->groups;
        shown.target = {.host = target.host,
                        .port = target.port,
                        .serial = target.serial,
                        .known_as = target.known_as};
        if (!options.cached) return ask(target, served, context.edges.clock, shown);
        if (!recall(DeviceCache(device_cache_directory(), target), shown))
            throw Error({.kind = ErrorKind::invalid_input,
                         .code = "not-cached",
                         .message = "nothing is remembered of this device",
                         .hint = "ask it, without --cached"});
    };
    Outcomes<Shown> outcomes = on_targets<Shown>(devices, context, show);
    return {context.edges.clock.date(), std::move(outcomes)};
}

std::optional<probe::Cache::Entry> probe_of(const Shown& shown) {
    return shown.description ? last_probe(shown.target, shown.description->facts) : std::nullopt;
}

// Of its last probe from here; null: there was none, or it has another AXIS OS since.
nlohmann::json probe_fields(const Shown& shown) {
    const auto entry = probe_of(shown);
    if (!entry) return nullptr;
    const auto names = probe::larod_devices(probe::at_path(entry->report, "larod"));
    const auto found = probe::measured(*entry, entry->at);
    return {{"asOf", utc_text(std::chrono::system_clock::to_time_t(entry->at))},
            {"larodDevices", names},
            {"dlpu", found ? or_null(found->dlpu) : nlohmann::json(nullptr)},
            {"glibc", probe::at_path(entry->report, "glibc")}};
}

nlohmann::json device_fields(const Shown& shown) {
    nlohmann::json object = device::to_json(shown.description.value_or(device::Description{}));
    object["groups"] = shown.groups;
    object["cached"] = shown.cached;
    object["probe"] = probe_fields(shown);
    const auto asked = std::chrono::system_clock::to_time_t(shown.at);
    object["asOf"] = shown.description ? nlohmann::json(utc_text(asked)) : nlohmann::json(nullptr);
    return object;
}

std::string flag(const std::optional<bool>& value) {
    return !value ? "" : *value ? "true" : "false";
}

std::string applications(const device::Description& description) {
    if (!description.applications) return "";
    return fmt::format("{}, {} running", *description.applications,
                       description.running.value_or(0));
}

std::string certificate(const device::Description& description) {
    if (!description.certificate) return "";
    const device::Certificate& seen = *description.certificate;
    const char* how = !seen.pinned.empty()    ? "trusted by its fingerprint"
                      : seen.distrust.empty() ? "vouched for"
                                              : "not trusted";
    return fmt::format("{}, {}, until {}, SHA-256 {}", how, seen.subject, seen.not_after,
                       seen.fingerprint);
}

Table table_of(const ShownDevices& all) {
    Table table = device_table(
        {"DEVICE", "WHAT", "VALUE"}, "VALUE", all.devices,
        [&](Table& rows, const fleet::Outcome<Shown>& outcome) {
            const Shown& shown = outcome.value;
            if (!shown.description) return;
            const device::Description& known = *shown.description;
            const auto row = [&](const char* what, const std::string& value) {
                if (!value.empty()) rows.add({outcome.device, what, value});
            };
            if (shown.cached) row("remembered", "asked " + age(shown.at, all.now));
            row("address", known.address);
            row("groups", text::join(shown.groups, ", "));
            row("model", known.facts.model);
            row("serial", known.facts.serial);
            row("axis os", known.facts.axis_os);
            row("architecture", known.facts.architecture);
            row("soc", known.facts.soc);
            row("allow-unsigned", flag(known.allow_unsigned));
            row("allow-root", flag(known.allow_root));
            row("applications", applications(known));
            if (!known.apis.empty()) row("apis", std::to_string(known.apis.size()));
            if (const auto entry = probe_of(shown)) {
                row("probed", age(entry->at, all.now));
                row("glibc", string_at(entry->report, "glibc"));
                row("larod devices",
                    text::join(probe::larod_devices(probe::at_path(entry->report, "larod")), ", "));
            }
            row("login", known.login);
            row("certificate", certificate(known));
        });
    table.keep_whole("VALUE"); // of a certificate
    return table;
}

ExitCode print(const ShownDevices& all, Terminal& terminal) {
    return print_devices(terminal, "device-show", all.devices, device_fields, table_of(all));
}

ExitCode device_show_verb(const DeviceShowOptions& options, Context& context) {
    const DeviceOptions devices = all_devices(options);
    if (devices.only_shows())
        return show_requests(context, devices, "device-show", planned_description());
    return print(run_device_show(options, context), context.terminal);
}

} // namespace

void add_device_show(Verbs& verbs, const Command& device) {
    auto options = Verbs::options<DeviceShowOptions>();
    Command verb = verbs.add(
        "show", "Show everything known about devices",
        [options](Context& c) { return device_show_verb(*options, c); }, device);
    verb.add_option("NAME", options->names, "Devices, as -t takes them").type_name("TARGET");
    verb.add_flag("--cached", options->cached, "Ask no device, show what was learned before");
    add_device_options(verb, options->devices);
    verb.footer("Example: acapctl device show door");
}

} // namespace acapctl::cli
