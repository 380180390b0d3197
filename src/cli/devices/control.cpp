// `acapctl start|stop|restart|remove APP`.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/project_app.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using device::Control;
using device::ControlResult;

struct ControlOptions {
    DeviceOptions devices;
    std::string app;
};

std::string outcome_word(Control action, bool changed) {
    static constexpr const char* words[][2] = {{"already running", "started"},
                                               {"already stopped", "stopped"},
                                               {"unchanged", "restarted"},
                                               {"unchanged", "removed"}};
    return words[static_cast<int>(action)][changed ? 1 : 0];
}

nlohmann::json control_fields(Control action, const ControlResult& result) {
    return {{"application", or_null(result.app)},
            {"outcome",
             result.app.empty() ? nullptr : nlohmann::json(outcome_word(action, result.changed))},
            {"status", or_null(result.status)}};
}

void print(Context& context, Control action,
           const std::vector<fleet::Outcome<ControlResult>>& outcomes) {
    Table table({"DEVICE", "APPLICATION", "OUTCOME", "STATUS"});
    for (const auto& outcome : outcomes) {
        if (outcome.failure) continue;
        const ControlResult& result = outcome.value;
        const std::string device = text::visible(outcome.device);
        if (!result.note.empty()) context.terminal.note(fmt::format("{}: {}", device, result.note));
        table.add({device,
                   text::visible(result.app),
                   {outcome_word(action, result.changed), Style::green},
                   Table::or_dash(result.status)});
    }
    if (!table.empty()) table.print(context.terminal);
}

ExitCode run_control(Control action, const ControlOptions& options, Context& context) {
    const std::string verb = device::control_name(action);
    const std::string app = app_named(options.app);
    if (options.devices.only_shows())
        return show_requests(context, options.devices, verb,
                             {device::list_request(), device::control_request(verb, app)});
    const auto outcomes = on_devices<ControlResult>(
        options.devices, context, [&](device::Session& session, ControlResult& result) {
            result = device::control_application(session, action, app);
        });
    if (!context.terminal.json()) print(context, action, outcomes);
    return report_devices<ControlResult>(
        context, verb, outcomes,
        [action](const ControlResult& result) { return control_fields(action, result); }, {});
}

void add_one(Verbs& verbs, Control action, const char* summary) {
    auto options = Verbs::options<ControlOptions>();
    const std::string name = device::control_name(action);
    Command verb = verbs.add(
        name, summary, [options, action](Context& c) { return run_control(action, *options, c); });
    verb.add_option("APP", options->app, "Application; default: that of the project in .");
    add_device_options(verb, options->devices);
    verb.footer(fmt::format("Example: acapctl {} hello -t 192.168.0.90", name));
}

} // namespace

void add_start(Verbs& verbs) {
    add_one(verbs, Control::start, "Start an application");
}

void add_stop(Verbs& verbs) {
    add_one(verbs, Control::stop, "Stop an application");
}

void add_restart(Verbs& verbs) {
    add_one(verbs, Control::restart, "Restart an application");
}

void add_remove(Verbs& verbs) {
    add_one(verbs, Control::remove, "Remove an application and its data");
}

} // namespace acapctl::cli
