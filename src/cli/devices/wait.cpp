// `acapctl wait --for ready|running|stopped|removed [APP]`: block until a condition holds.
#include "device/vapix/wait.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/project_app.hpp"
#include "device/deploy/unsigned_permission.hpp"
#include "device/session/requests.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using device::Condition;
using device::WaitReport;

struct WaitVerbOptions {
    DeviceOptions devices;
    std::string condition;
    std::string app;
    std::string wait;
};

// What came of it; the condition is the same for all devices.
struct Waited {
    Condition condition = Condition::ready;
    Outcomes<WaitReport> devices{};
};

device::WaitOptions wait_options(const WaitVerbOptions& options) {
    device::WaitOptions result;
    for (const Condition condition :
         {Condition::ready, Condition::running, Condition::stopped, Condition::removed})
        if (options.condition == device::condition_name(condition)) result.condition = condition;
    if (result.condition != Condition::ready)
        result.app = app_named(options.app);
    else if (!options.app.empty())
        throw_usage("a device is ready, not an application",
                    "leave the application away, or wait --for running");
    if (!options.wait.empty()) result.wait = text::parse_duration(options.wait, "--wait");
    return result;
}

std::vector<device::Request> planned(const WaitVerbOptions& options) {
    return {wait_options(options).condition == Condition::ready ? device::system_ready_request()
                                                                : device::list_request()};
}

// Whether a device is ready is asked without a login, so the session has not met it yet; ready it
// is even if it refuses the login.
void settle_when_ready(device::Session& session, const Context& context) {
    try {
        device::settle_left_policies(session, policies_of(context));
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
    }
}

Waited run_wait(const WaitVerbOptions& options, Context& context) {
    const device::WaitOptions wait = wait_options(options);
    DeviceOptions devices = options.devices;
    devices.all_at_once = true; // each has all of the time
    const auto wait_on = [&](device::Session& session, WaitReport& report) {
        device::WaitOptions mine = wait;
        mine.on_wait = [&](const std::string& reason) {
            context.terminal.note_of(session.target().name, "waiting: " + reason);
        };
        device::wait_for(session, mine, report, context.edges.clock);
        if (report.system && report.system->needs_setup)
            context.terminal.warn_of(session.target().name, "it has no account yet");
        if (wait.condition == Condition::ready) settle_when_ready(session, context);
    };
    return {wait.condition, on_devices<WaitReport>(devices, context, wait_on)};
}

nlohmann::json wait_fields(Condition condition, const WaitReport& report) {
    nlohmann::json result{{"condition", device::condition_name(condition)},
                          {"waitedMs", report.waited.count()}};
    if (condition == Condition::ready) {
        const auto system = report.system.value_or(device::SystemReady{});
        result["bootId"] = or_null(system.boot_id);
        result["uptime"] = or_null(system.uptime);
        result["needsSetup"] =
            report.system ? nlohmann::json(system.needs_setup) : nlohmann::json(nullptr);
    } else {
        result["application"] = or_null(report.application);
        result["status"] = or_null(report.status);
    }
    return result;
}

Table table_of(const Waited& waited) {
    return device_table({"DEVICE", "STATE", "WAITED"}, "STATE", waited.devices,
                        [&](Table& table, const fleet::Outcome<WaitReport>& outcome) {
                            const auto seconds =
                                static_cast<double>(outcome.value.waited.count()) / 1e3;
                            if (!outcome.failure)
                                table.add({outcome.device,
                                           {device::condition_name(waited.condition), Style::green},
                                           fmt::format("{:.1f} s", seconds)});
                        });
}

ExitCode print(const Waited& waited, Terminal& terminal) {
    return print_devices(
        terminal, "wait", waited.devices,
        [&](const WaitReport& report) { return wait_fields(waited.condition, report); },
        table_of(waited));
}

ExitCode wait_verb(const WaitVerbOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "wait", planned(options));
    return print(run_wait(options, context), context.terminal);
}

} // namespace

void add_wait(Verbs& verbs) {
    auto options = Verbs::options<WaitVerbOptions>();
    Command verb = verbs.add("wait", "Wait until a device or an application is as you want it",
                             [options](Context& c) { return wait_verb(*options, c); });
    verb.add_option("APP", options->app, "Application; default: that of the project in .");
    verb.add_option("--for", options->condition, "ready (the device), running, stopped or removed")
        .required()
        .one_of({"ready", "running", "stopped", "removed"})
        .type_name("CONDITION");
    verb.add_option("--wait", options->wait, "Longest time (default: 5m); then exit code 12")
        .type_name("T");
    add_device_options(verb, options->devices);
    options->devices.one_operation = false;
    verb.footer("Example: acapctl wait --for ready --wait 3m -t 192.168.0.90");
}

} // namespace acapctl::cli
