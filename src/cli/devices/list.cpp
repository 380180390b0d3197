// `acapctl list`: the applications of devices.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "terminal/table.hpp"

namespace acapctl::cli {

namespace {

using Applications = std::vector<device::Application>;
using Listed = Outcomes<Applications>;

Listed run_list(const DeviceOptions& options, Context& context) {
    return on_devices<Applications>(options, context,
                                    [](device::Session& session, Applications& applications) {
                                        applications = device::list_applications(session);
                                    });
}

nlohmann::json list_fields(const Applications& applications) {
    nlohmann::json list = nlohmann::json::array();
    for (const device::Application& app : applications)
        list.push_back({{"name", app.name},
                        {"niceName", or_null(app.nice_name)},
                        {"vendor", or_null(app.vendor)},
                        {"version", or_null(app.version)},
                        {"status", or_null(app.status)},
                        {"license", or_null(app.license)},
                        {"signature", or_null(app.signature)},
                        {"bundled", or_null(app.bundled)}});
    return {{"applications", list}};
}

Table table_of(const Listed& outcomes) {
    return device_table(
        {"DEVICE", "NAME", "VERSION", "STATUS", "LICENSE", "SIGNATURE", "TITLE"}, "STATUS",
        outcomes, [](Table& table, const fleet::Outcome<Applications>& outcome) {
            for (const device::Application& app : outcome.value)
                table.add({outcome.device, Table::or_dash(app.name), Table::or_dash(app.version),
                           Table::or_dash(app.status, app.running() ? Style::green : Style::plain),
                           Table::or_dash(app.license), Table::or_dash(app.signature),
                           Table::or_dash(app.nice_name)});
        });
}

void note_empty_ones(const Listed& outcomes, Terminal& terminal) {
    std::vector<std::string> devices;
    for (const auto& outcome : outcomes)
        if (!outcome.failure && outcome.value.empty()) devices.push_back(outcome.device);
    note_together(terminal, devices, "no application is installed");
}

ExitCode print(const Listed& outcomes, Terminal& terminal) {
    if (!terminal.json()) note_empty_ones(outcomes, terminal);
    return print_devices(terminal, "list", outcomes, list_fields, table_of(outcomes));
}

ExitCode list_verb(const DeviceOptions& options, Context& context) {
    if (options.only_shows())
        return show_requests(context, options, "list", {device::list_request()});
    return print(run_list(options, context), context.terminal);
}

} // namespace

void add_list(Verbs& verbs) {
    auto options = Verbs::options<DeviceOptions>();
    Command verb = verbs.add("list", "List the applications on devices",
                             [options](Context& c) { return list_verb(*options, c); });
    add_device_options(verb, *options);
    verb.footer("Example: acapctl list -t 192.168.0.90");
}

} // namespace acapctl::cli
