// `acapctl list`: the applications of devices.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "support/text.hpp"
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

void print_table(const Listed& outcomes, Terminal& terminal) {
    const bool many = outcomes.size() > 1;
    std::vector<std::string> header{"NAME", "VERSION", "STATUS", "LICENSE", "SIGNATURE", "TITLE"};
    if (many) header.insert(header.begin(), "DEVICE");
    Table table(header);
    for (const auto& outcome : outcomes)
        for (const device::Application& app : outcome.value) {
            std::vector<Table::Cell> row{
                Table::or_dash(app.name),
                Table::or_dash(app.version),
                Table::or_dash(app.status, app.running() ? Style::green : Style::plain),
                Table::or_dash(app.license),
                Table::or_dash(app.signature),
                Table::or_dash(app.nice_name)};
            if (many) row.insert(row.begin(), outcome.device);
            table.add(std::move(row));
        }
    if (!table.empty()) table.print(terminal);
    for (const auto& outcome : outcomes)
        if (!outcome.failure && outcome.value.empty())
            terminal.note(text::visible(outcome.device) + ": no application is installed");
}

ExitCode print(const Listed& outcomes, Terminal& terminal) {
    if (!terminal.json()) print_table(outcomes, terminal);
    return print_devices(terminal, "list", outcomes, list_fields);
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
