// `acapctl logs [APP]`: an application's log, one device or many, once or as it grows.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/log_output.hpp"
#include "cli/shared/project_app.hpp"
#include "device/log/log_follow.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
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
    std::string level;
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
    if (!options.level.empty()) {
        result.level = device::log_severity(options.level);
        if (!result.level)
            throw_usage(fmt::format("--level: '{}' is no level", text::visible(options.level)),
                        "emerg, alert, crit, err, warning, notice, info or debug");
    }
    if (!options.wait.empty()) result.wait = text::parse_duration(options.wait, "--wait");
    if (result.wait && options.until.empty())
        throw_usage("--wait needs --until", "say which line to wait for");
    // A wrong expression is told before a device is asked.
    for (const auto& [name, expression] :
         {std::pair{"--grep", options.grep}, std::pair{"--until", options.until}})
        if (!expression.empty()) device::Pattern(expression, name);
    return result;
}

// Asked only when the log has nothing of the application: the device's spelling of the name. One
// that is not installed is an error, except where it may yet be installed.
std::string resolve_app(device::Session& session, const LogsOptions& options,
                        const std::string& app, Context& context) {
    const std::string where = text::visible(session.target().name);
    const auto installed = device::list_applications(session);
    if (const device::Application* found = device::find_application(installed, app)) {
        if (found->name != app)
            context.terminal.note(
                fmt::format("{}: the device spells it '{}'", where, text::visible(found->name)));
        else
            context.terminal.note(
                fmt::format("{}: the log has no line of '{}'", where, text::visible(app)));
        return found->name;
    }
    if (!options.follow && options.until.empty()) device::require_application(installed, app);
    context.terminal.warn(
        fmt::format("{}: application '{}' is not installed yet", where, text::visible(app)));
    return app;
}

struct Told {
    bool failure = false;
};

void print_failure(Terminal& terminal, const Failure& failure) {
    if (failure.kind == ErrorKind::interrupted) return;
    if (terminal.json())
        terminal.print_document_line(error_document(failure));
    else
        terminal.error(failure);
}

ExitCode run_logs(const LogsOptions& options, Context& context) {
    const device::FollowOptions follow = follow_options(options);
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "logs",
                             {device::log_request(follow.app, false)});
    DeviceOptions devices = options.devices;
    const std::size_t count = count_targets(devices, context);
    const bool many = count > 1;
    if (options.follow || !options.until.empty()) devices.jobs = std::max(devices.jobs, count);
    // A failure is told when it happens: other devices may be followed for days.
    const auto outcomes =
        on_devices<Told>(devices, context, [&](device::Session& session, Told& told) {
            device::FollowOptions mine = follow;
            mine.when_silent = [&] { return resolve_app(session, options, follow.app, context); };
            try {
                device::follow_log(
                    session, mine,
                    [&](const device::LogEvent& event) {
                        print_log_event(context.terminal, event, session.target().name, many);
                    },
                    context.edges.clock);
            } catch (const Error& error) {
                told.failure = true;
                print_failure(context.terminal,
                              error.on(text::visible(session.target().name)).failure());
                throw;
            }
        });
    for (const auto& outcome : outcomes)
        if (outcome.failure && !outcome.value.failure)
            print_failure(context.terminal, *outcome.failure);
    return fleet::exit_code(outcomes);
}

} // namespace

void add_logs(Verbs& verbs) {
    auto options = Verbs::options<LogsOptions>();
    Command verb = verbs.add("logs", "Show the log of an application",
                             [options](Context& c) { return run_logs(*options, c); });
    verb.add_option("APP", options->app, "Application; default: that of the project in .");
    verb.add_flag("-f,--follow", options->follow, "Go on with new lines until Ctrl-C");
    verb.add_option("--since", options->since, "Only lines of the last T, such as 5m")
        .type_name("T");
    verb.add_option("--level", options->level,
                    "Only lines of this level and worse: err, warning, notice, info, ...")
        .type_name("LEVEL");
    verb.add_option("--grep", options->grep, "Only lines that match, as for grep -E")
        .type_name("RE");
    verb.add_option("--until", options->until, "Follow, and end with the first line that matches")
        .type_name("RE");
    verb.add_option("--wait", options->wait, "Longest time for --until; then exit code 12")
        .type_name("T");
    add_device_options(verb, options->devices);
    options->devices.one_operation = false;
    verb.footer("Example: acapctl logs hello -f -t 192.168.0.90");
}

} // namespace acapctl::cli
