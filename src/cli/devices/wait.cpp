// `acapctl wait --for ready|running|stopped [APP]`: block until a condition holds.
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

device::WaitOptions wait_options(const WaitVerbOptions& options) {
    device::WaitOptions result;
    for (const Condition condition : {Condition::ready, Condition::running, Condition::stopped})
        if (options.condition == device::condition_name(condition)) result.condition = condition;
    if (result.condition != Condition::ready)
        result.app = options.app.empty() ? project_app() : options.app;
    else if (!options.app.empty())
        throw_usage("a device is ready, not an application",
                    "leave the application away, or wait --for running");
    if (!options.wait.empty()) result.wait = text::parse_duration(options.wait, "--wait");
    return result;
}

nlohmann::json wait_fields(const device::WaitOptions& options, const WaitReport& report) {
    nlohmann::json result{{"condition", device::condition_name(options.condition)},
                          {"waitedMs", report.waited.count()}};
    if (options.condition == Condition::ready) {
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

void print(Context& context, const device::WaitOptions& options,
           const std::vector<fleet::Outcome<WaitReport>>& outcomes) {
    Table table({"DEVICE", "STATE", "WAITED"});
    for (const auto& outcome : outcomes) {
        if (outcome.failure) continue;
        if (outcome.value.system && outcome.value.system->needs_setup)
            context.terminal.warn(text::visible(outcome.device) + ": it has no account yet");
        table.add(
            {text::visible(outcome.device),
             {device::condition_name(options.condition), Style::green},
             fmt::format("{:.1f} s", static_cast<double>(outcome.value.waited.count()) / 1e3)});
    }
    if (!table.empty()) table.print(context.terminal);
}

// Whether a device is ready is asked without a login, so the session has not met it yet; ready it
// is even if it refuses the login.
void settle_when_ready(device::Session& session) {
    try {
        device::settle_left_policies(session, users_policies);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
    }
}

ExitCode run_wait(const WaitVerbOptions& options, Context& context) {
    const device::WaitOptions wait = wait_options(options);
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "wait",
                             {wait.condition == Condition::ready ? device::system_ready_request()
                                                                 : device::list_request()});
    DeviceOptions devices = options.devices;
    devices.jobs =
        std::max(devices.jobs, count_targets(devices, context)); // each has all of the time
    const auto outcomes =
        on_devices<WaitReport>(devices, context, [&](device::Session& session, WaitReport& report) {
            device::WaitOptions mine = wait;
            mine.on_wait = [&](const std::string& reason) {
                context.terminal.note(
                    fmt::format("{}: waiting: {}", text::visible(session.target().name), reason));
            };
            device::wait_for(session, mine, report, context.edges.clock);
            if (wait.condition == Condition::ready) settle_when_ready(session);
        });
    if (!context.terminal.json()) print(context, wait, outcomes);
    return report_devices<WaitReport>(
        context, "wait", outcomes,
        [&](const WaitReport& report) { return wait_fields(wait, report); }, {});
}

} // namespace

void add_wait(Verbs& verbs) {
    auto options = Verbs::options<WaitVerbOptions>();
    Command verb = verbs.add("wait", "Wait until a device or an application is as you want it",
                             [options](Context& c) { return run_wait(*options, c); });
    verb.add_option("APP", options->app, "Application; default: that of the project in .");
    verb.add_option("--for", options->condition, "ready (the device), running or stopped")
        .required()
        .one_of({"ready", "running", "stopped"})
        .type_name("CONDITION");
    verb.add_option("--wait", options->wait, "Longest time (default: 5m); then exit code 12")
        .type_name("T");
    add_device_options(verb, options->devices);
    options->devices.one_operation = false;
    verb.footer("Example: acapctl wait --for ready --wait 3m -t 192.168.0.90");
}

} // namespace acapctl::cli
