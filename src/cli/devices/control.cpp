// `acapctl start|stop|restart|remove APP`.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
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

void print_table(const Controlled& controlled, Terminal& terminal) {
    Table table({"DEVICE", "APPLICATION", "OUTCOME", "STATUS"});
    for (const auto& outcome : controlled.devices) {
        if (outcome.failure) continue;
        const ControlResult& result = outcome.value;
        const std::string device = text::visible(outcome.device);
        if (!result.note.empty()) terminal.note(fmt::format("{}: {}", device, result.note));
        table.add({device,
                   text::visible(result.app),
                   {outcome_word(controlled.action, result.changed), Style::green},
                   Table::or_dash(result.status)});
    }
    if (!table.empty()) table.print(terminal);
}

ExitCode print(const Controlled& controlled, Terminal& terminal) {
    const Control action = controlled.action;
    if (!terminal.json()) print_table(controlled, terminal);
    return print_devices(
        terminal, device::control_name(action), controlled.devices,
        [action](const ControlResult& result) { return control_fields(action, result); });
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
