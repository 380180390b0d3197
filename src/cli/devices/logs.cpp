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
    bool system = false;
    std::string since;
    std::string tail;
    std::string level;
    std::string grep;
    std::string until;
    std::string wait;
};

std::size_t count_of_lines(const std::string& text) {
    const auto count = text::parse_unsigned(text);
    if (count && *count <= 1'000'000) return static_cast<std::size_t>(*count);
    throw_usage(fmt::format("--tail: '{}' is not a number of lines", text::visible(text)),
                "write it as 20; 0 shows none of those that are there");
}

device::FollowOptions follow_options(const LogsOptions& options) {
    device::FollowOptions result;
    result.app = app_named(options.app);
    result.follow = options.follow;
    result.grep = options.grep;
    result.until = options.until;
    result.with_system = options.system;
    if (!options.since.empty()) result.since = device::parse_since(options.since, "--since");
    if (!options.tail.empty()) result.tail = count_of_lines(options.tail);
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
    const device::FollowOptions follow = follow_options(options);
    return {device::log_request(follow.with_system ? "" : follow.app, false)};
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
    try {
        device::require_application(installed, app);
    } catch (const Error& error) {
        if (!options.follow && options.until.empty()) throw;
        const Failure failure = advised(error.failure());
        context.terminal.warn(fmt::format("{}: application '{}' is not installed yet: waiting for "
                                          "it ({})",
                                          where, text::visible(app), failure.hint));
    }
    return app;
}

// Where lines and failures go as they come: other devices may be followed for days.
struct LogSink {
    std::function<void(const std::string& device, const device::LogEvent& event, bool many)> line;
    std::function<void(const std::string& device, const Failure& failure, bool many)> failure;
};

struct Followed {
    bool told = false; // its failure
};

void follow(device::Session& session, device::FollowOptions options, const LogSink& sink, bool many,
            Followed& followed, const device::Clock& clock) {
    const std::string& name = session.target().name;
    try {
        device::follow_log(
            session, options, [&](const device::LogEvent& event) { sink.line(name, event, many); },
            clock);
    } catch (const Error& error) {
        followed.told = true;
        sink.failure(name, error.on(text::visible(name)).failure(), many);
        throw;
    }
}

Outcomes<Followed> run_logs(const LogsOptions& options, const LogSink& sink, Context& context) {
    const device::FollowOptions all = follow_options(options);
    DeviceOptions devices = options.devices;
    devices.shows_work = !options.follow && options.until.empty();
    devices.all_at_once = !devices.shows_work;
    devices.tells_failures = false; // the sink does
    auto outcomes = on_targets<Followed>(
        devices, context, [&](Served& served, const device::Target& target, Followed& followed) {
            device::Session session = served.open(target);
            device::FollowOptions mine = all;
            mine.when_silent = [&] { return resolve_app(session, options, all.app, context); };
            follow(session, mine, sink, served.many(), followed, context.edges.clock);
        });
    for (const auto& outcome : outcomes)
        if (outcome.failure && !outcome.value.told)
            sink.failure(outcome.device, *outcome.failure, outcomes.size() > 1);
    return outcomes;
}

// As it happens: of one device its error. Of several all is told at the end; in a follow, which may
// go on for days, a line comes at once, or an object of its own.
void print(const std::string& device, const Failure& failure, bool many, bool followed,
           Terminal& terminal) {
    if (failure.kind == ErrorKind::interrupted) return;
    if (!many && !terminal.json()) return terminal.error(advised(failure));
    if (!many || !followed) return;
    if (!terminal.json())
        return terminal.tell(StyledText("failed: ", Style::red) +
                             fmt::format("{}: {}", text::visible(device), failure.message));
    nlohmann::json object = device_object(device, nlohmann::json::object(), failure);
    object["kind"] = "acapctl.logs/v1";
    terminal.print_document_line(object);
}

// A stream that ends with the failure of a device ends with the report of all of them.
void print_end(const Outcomes<Followed>& outcomes, Terminal& terminal) {
    if (terminal.nobody_reads()) return;
    std::vector<const Failure*> failures;
    for (const auto& outcome : outcomes)
        if (outcome.failure && outcome.failure->kind != ErrorKind::interrupted)
            failures.push_back(&*outcome.failure);
    if (failures.empty()) return;
    if (!terminal.json()) {
        if (outcomes.size() > 1) tell_failures(terminal, failures, true);
        return;
    }
    std::vector<nlohmann::json> devices;
    for (const auto& outcome : outcomes)
        devices.push_back(device_object(outcome.device, nlohmann::json::object(), outcome.failure));
    terminal.print_document_line(devices_document("logs", std::move(devices)));
}

LogSink printer(Terminal& terminal, bool followed) {
    return {.line = [&terminal](const std::string& device, const device::LogEvent& event,
                                bool many) { print_log_event(terminal, event, device, many); },
            .failure = [&terminal,
                        followed](const std::string& device, const Failure& failure,
                                  bool many) { print(device, failure, many, followed, terminal); }};
}

ExitCode logs_verb(const LogsOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "logs", planned(options));
    const bool followed = options.follow || !options.until.empty();
    const auto outcomes = run_logs(options, printer(context.terminal, followed), context);
    print_end(outcomes, context.terminal);
    return fleet::exit_code(outcomes);
}

} // namespace

void add_logs(Verbs& verbs) {
    auto options = Verbs::options<LogsOptions>();
    Command verb = verbs.add("logs", "Show the log of an application",
                             [options](Context& c) { return logs_verb(*options, c); });
    verb.add_option("APP", options->app, "Application; default: that of the project in .");
    verb.add_flag("-f,--follow", options->follow, "Go on with new lines until Ctrl-C");
    verb.add_option("-n,--tail", options->tail, "Of the lines that are there, only the last N")
        .type_name("N");
    verb.add_option("--since", options->since,
                    "Only lines since then, by the device's clock: 5m, 14:30, today, or a date "
                    "as 2026-11-26T14:30")
        .type_name("TIME");
    verb.add_flag("--system", options->system,
                  "Also what AXIS OS itself says of the application: its installation, starts, "
                  "crashes");
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
