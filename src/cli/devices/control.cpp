// `acapctl start|stop|restart|remove APP`.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/project_app.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using device::Control;
using device::ControlResult;

struct ControlOptions {
    Control action = Control::start;
    DeviceOptions devices{};
    std::string app{};

    std::string app_name() const { return app_named(app); }
};

// What came of it; the action is the same for all devices.
struct Controlled {
    Control action = Control::start;
    Outcomes<ControlResult> devices{};
};

std::vector<device::Request> planned(const ControlOptions& options) {
    return {device::list_request(),
            device::control_request(device::control_name(options.action), options.app_name())};
}

Controlled run_control(const ControlOptions& options, Context& context) {
    const std::string app = options.app_name();
    const auto control = [&](device::Session& session, ControlResult& result) {
        result = device::control_application(session, options.action, app, context.edges.clock);
        if (!result.note.empty()) context.terminal.note_of(session.target().name, result.note);
    };
    return {options.action, on_devices<ControlResult>(options.devices, context, control)};
}

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

Table table_of(const Controlled& controlled) {
    return device_table(
        {"DEVICE", "APPLICATION", "OUTCOME", "STATUS"}, "OUTCOME", controlled.devices,
        [&](Table& table, const fleet::Outcome<ControlResult>& outcome) {
            const ControlResult& result = outcome.value;
            if (!outcome.failure)
                table.add({outcome.device,
                           result.app,
                           {outcome_word(controlled.action, result.changed), Style::green},
                           Table::or_dash(result.status)});
        });
}

ExitCode print(const Controlled& controlled, Terminal& terminal) {
    const Control action = controlled.action;
    return print_devices(
        terminal, device::control_name(action), controlled.devices,
        [action](const ControlResult& result) { return control_fields(action, result); },
        table_of(controlled));
}

ExitCode control_verb(const ControlOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, device::control_name(options.action),
                             planned(options));
    return print(run_control(options, context), context.terminal);
}

void add_one(Verbs& verbs, Control action, const char* summary) {
    auto options = Verbs::options<ControlOptions>();
    options->action = action;
    const std::string name = device::control_name(action);
    Command verb =
        verbs.add(name, summary, [options](Context& c) { return control_verb(*options, c); });
    verb.add_option("APP", options->app, "Application; default: that of the project in .");
    add_device_options(verb, options->devices);
    options->devices.once = true;
    options->devices.one_operation = false; // what became of a lost answer is asked anew
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
