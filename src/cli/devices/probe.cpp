// `acapctl probe`: what devices can do, and who says so.
#include "probe/probe.hpp"

#include "cli/app/verbs.hpp"
#include "cli/shared/deploy_progress.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "sdk/knowledge.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct ProbeVerbOptions {
    DeviceOptions device;
    std::vector<std::string> packages;
    bool allow_unsigned = false;
    bool no_app = false;
    std::string wait = "60s";
};

using Probed = Outcomes<json>;

probe::ProbeOptions probe_options(const ProbeVerbOptions& options) {
    probe::ProbeOptions result{.packages = {},
                               .allow_unsigned = options.allow_unsigned,
                               .wait = text::parse_duration(options.wait, "--wait"),
                               .without_app = options.no_app};
    result.packages.assign(options.packages.begin(), options.packages.end());
    if (result.packages.empty()) result.packages = probe::bundled_packages();
    return result;
}

Probed run_probe(const ProbeVerbOptions& verb_options, Context& context) {
    probe::ProbeOptions options = probe_options(verb_options);
    options.assumed_architecture = assumed_architecture(context);
    const sdk::Knowledge knowledge = context.edges.knowledge();
    const bool many = count_targets(verb_options.device, context) > 1;
    return on_devices<json>(
        verb_options.device, context, [&](device::Session& session, json& value) {
            value = json::object();
            probe::probe(session, options, knowledge,
                         deploy_observer(context.terminal, session.target().name, many), value,
                         context.edges.clock);
        });
}

std::string shown(const json& value) {
    if (value.is_null()) return "unknown";
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_string()) return text::visible(value.get<std::string>());
    return text::visible(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

std::string shown_larod(const json& report) {
    if (!report["source"].contains("larod")) return "unknown";
    const json larod = report.value("larod", json());
    if (!larod.is_object() || larod.value("present", json()) != true)
        return "no library on the device";
    const auto names = probe::larod_devices(larod);
    if (!names.empty()) return text::visible(text::join(names, ", "));
    return larod.contains("error") ? "error: " + shown(larod["error"]) : "no devices";
}

std::string shown_memory(const json& memory) {
    const auto total = memory.is_object() ? memory.value("total", json()) : json();
    return total.is_number_unsigned() ? text::human_size(total.get<std::uint64_t>()) : "unknown";
}

void add_rows(Table& table, const std::string& device, const json& report) {
    const auto row = [&](const char* key, std::string value) {
        table.add({device, key, std::move(value), report["source"].value(key, "-")});
    };
    for (const char* key : {"model", "serial", "axisOs", "soc", "chip", "architecture", "machine",
                            "kernel", "glibc", "dlpu"})
        row(key, shown(report.value(key, json())));
    row("larod", shown_larod(report));
    row("memory", shown_memory(report.value("memory", json())));
    row("apis", report["apis"].is_object() ? std::to_string(report["apis"].size()) : "unknown");
}

Table table_of(const Probed& outcomes) {
    return device_table({"DEVICE", "WHAT", "VALUE", "SOURCE"}, "VALUE", outcomes,
                        [](Table& table, const fleet::Outcome<json>& outcome) {
                            if (outcome.value.contains("source"))
                                add_rows(table, outcome.device, outcome.value);
                        });
}

// What VAPIX and the catalog know is shown also where nothing was measured; the error says why.
ExitCode print(const Probed& outcomes, Terminal& terminal) {
    return print_devices(
        terminal, "probe", outcomes,
        [](const json& value) { return value.is_object() ? value : json::object(); },
        table_of(outcomes));
}

ExitCode probe_verb(const ProbeVerbOptions& options, Context& context) {
    if (options.device.only_shows())
        return show_requests(context, options.device, "probe",
                             probe::requests(probe_options(options)));
    return print(run_probe(options, context), context.terminal);
}

} // namespace

void add_probe(Verbs& verbs) {
    auto options = Verbs::options<ProbeVerbOptions>();
    Command verb = verbs.add("probe", "Find out what devices can do: SoC, DLPU, larod, memory",
                             [options](Context& context) { return probe_verb(*options, context); });
    add_device_options(verb, options->device);
    options->device.one_operation = false;
    verb.add_flag("--allow-unsigned", options->allow_unsigned,
                  "Admit the unsigned probe while it is installed, then put the policy back");
    verb.add_flag("--no-app", options->no_app,
                  "Install nothing: only what VAPIX and the catalog know");
    verb.add_repeatable("--package", options->packages,
                        "A probe package of your own, e.g. built in another SDK; repeatable")
        .type_name("EAP");
    verb.add_option("--wait", options->wait, "How long the probe may take").type_name("T");
    verb.footer(
        "The probe is installed, started, read through its log and removed again. Where that "
        "cannot be, what VAPIX and the catalog know is shown, and why.\n\n"
        "Example: acapctl probe -t 192.0.2.7 --allow-unsigned --json");
}

} // namespace acapctl::cli
