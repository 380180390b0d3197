// `acapctl logs [APP]`: an application's log, one device or many, once or as it grows.
#include "cli/app/advice.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/log_output.hpp"
#include "cli/shared/project_app.hpp"
#include "device/log/log_follow.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "support/error_json.hpp"
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
    result.app = app_named(options.app);
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

std::vector<device::Request> planned(const LogsOptions& options) {
    return {device::log_request(follow_options(options).app, false)};
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

// Where lines and failures go as they come: other devices may be followed for days.
struct LogSink {
    std::function<void(const std::string& device, const device::LogEvent& event)> line;
    std::function<void(const Failure& failure)> failure;
};

struct Followed {
    bool told = false; // its failure
};

void follow(device::Session& session, device::FollowOptions options, const LogSink& sink,
            Followed& followed, const device::Clock& clock) {
    const std::string& name = session.target().name;
    try {
        device::follow_log(
            session, options, [&](const device::LogEvent& event) { sink.line(name, event); },
            clock);
    } catch (const Error& error) {
        followed.told = true;
        sink.failure(error.on(text::visible(name)).failure());
        throw;
    }
}

Outcomes<Followed> run_logs(const LogsOptions& options, const LogSink& sink, Context& context) {
    const device::FollowOptions all = follow_options(options);
    DeviceOptions devices = options.devices;
    devices.shows_work = !options.follow && options.until.empty();
    if (!devices.shows_work) devices.jobs = std::max(devices.jobs, count_targets(devices, context));
    auto outcomes =
        on_devices<Followed>(devices, context, [&](device::Session& session, Followed& followed) {
            device::FollowOptions mine = all;
            mine.when_silent = [&] { return resolve_app(session, options, all.app, context); };
            follow(session, mine, sink, followed, context.edges.clock);
        });
    for (const auto& outcome : outcomes)
        if (outcome.failure && !outcome.value.told) sink.failure(*outcome.failure);
    return outcomes;
}

void print(const Failure& failure, Terminal& terminal) {
    if (failure.kind == ErrorKind::interrupted) return;
    if (terminal.json())
        terminal.print_document_line(error_document(advised(failure)));
    else
        terminal.error(advised(failure));
}

// `many`: several devices, so that each line says whose it is.
LogSink printer(Terminal& terminal, bool many) {
    return {.line =
                [&terminal, many](const std::string& device, const device::LogEvent& event) {
                    print_log_event(terminal, event, device, many);
                },
            .failure = [&terminal](const Failure& failure) { print(failure, terminal); }};
}

ExitCode logs_verb(const LogsOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "logs", planned(options));
    const bool many = count_targets(options.devices, context) > 1;
    return fleet::exit_code(run_logs(options, printer(context.terminal, many), context));
}

} // namespace

void add_logs(Verbs& verbs) {
    auto options = Verbs::options<LogsOptions>();
    Command verb = verbs.add("logs", "Show the log of an application",
                             [options](Context& c) { return logs_verb(*options, c); });
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
