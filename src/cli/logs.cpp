// `acapctl logs [APP]`: an application's log, one device or many, once or as it grows.
#include "cli/device_options.hpp"
#include "cli/log_output.hpp"
#include "cli/project_app.hpp"
#include "cli/verbs.hpp"
#include "device/applications.hpp"
#include "device/log_follow.hpp"
#include "device/requests.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

struct LogsOptions {
    DeviceOptions devices;
    std::string app;
    bool follow = false;
    std::string since;
    std::string grep;
    std::string until;
    std::string wait;
};

device::FollowOptions follow_options(const LogsOptions& options) {
    device::FollowOptions result;
    result.app = options.app.empty() ? project_app() : options.app;
    result.follow = options.follow;
    result.grep = options.grep;
    result.until = options.until;
    if (!options.since.empty()) result.since = text::parse_duration(options.since, "--since");
    if (!options.wait.empty()) result.wait = text::parse_duration(options.wait, "--wait");
    if (result.wait && options.until.empty())
        throw_usage("--wait needs --until", "say which line to wait for");
    // A wrong expression is told before a device is asked.
    for (const auto& [name, expression] :
         {std::pair{"--grep", options.grep}, std::pair{"--until", options.until}})
        if (!expression.empty()) device::Pattern(expression, name);
    return result;
}

// The device's spelling of the name. One that is not installed is an error, except where it may yet
// be installed.
std::string resolve_app(device::Session& session, const LogsOptions& options,
                        const std::string& app, Context& context) {
    const auto installed = device::list_applications(session);
    if (const device::Application* found = device::find_application(installed, app)) {
        if (found->name != app)
            context.terminal.note(
                fmt::format("the device spells it '{}'", text::visible(found->name)));
        return found->name;
    }
    if (!options.follow && options.until.empty()) device::require_application(installed, app);
    context.terminal.warn(fmt::format("{}: application '{}' is not installed yet",
                                      text::visible(session.target().name), text::visible(app)));
    return app;
}

ExitCode run_logs(const LogsOptions& options, Context& context) {
    const device::FollowOptions follow = follow_options(options);
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "logs",
                             {device::list_request(), device::log_request(follow.app, false)});
    DeviceOptions devices = options.devices;
    const std::size_t count = count_targets(devices);
    const bool many = count > 1;
    if (options.follow || !options.until.empty()) devices.jobs = std::max(devices.jobs, count);
    const auto outcomes = on_devices<int>(devices, context, [&](device::Session& session, int&) {
        device::FollowOptions mine = follow;
        mine.app = resolve_app(session, options, follow.app, context);
        device::follow_log(session, mine, [&](const device::LogEvent& event) {
            print_log_event(context.terminal, event, session.target().name, many);
        });
    });
    for (const auto& outcome : outcomes) {
        if (!outcome.failure || outcome.failure->exit == ExitCode::interrupted) continue;
        if (context.terminal.json())
            context.terminal.print_document_line(error_document(*outcome.failure));
        else
            context.terminal.error(*outcome.failure);
    }
    return fleet::exit_code(outcomes);
}

} // namespace

void add_logs(Verbs& verbs) {
    auto options = Verbs::options<LogsOptions>();
    CLI::App& verb = verbs.add("logs", "Show the log of an application",
                               [options](Context& c) { return run_logs(*options, c); });
    verb.add_option("APP", options->app, "Application; default: that of the project in .");
    verb.add_flag("-f,--follow", options->follow, "Go on with new lines until Ctrl-C");
    verb.add_option("--since", options->since, "Only lines of the last T, such as 5m")
        ->type_name("T");
    verb.add_option("--grep", options->grep, "Only lines that match, as for grep -E")
        ->type_name("RE");
    verb.add_option("--until", options->until, "Follow, and end with the first line that matches")
        ->type_name("RE");
    verb.add_option("--wait", options->wait, "Longest time for --until; then exit code 12")
        ->type_name("T");
    add_device_options(verb, options->devices);
    verb.footer("Example: acapctl logs hello -f -t 192.168.0.90");
}

} // namespace acapctl::cli
