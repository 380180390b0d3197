// `acapctl run`: build for the device, deploy, start, follow the log; Ctrl-C stops the application.
#include "builder/build.hpp"
#include "builder/plan/plan.hpp"
#include "builder/plan/project.hpp"
#include "cli/app/verbs.hpp"
#include "cli/projects/build_output.hpp"
#include "cli/projects/watch.hpp"
#include "cli/shared/build_options.hpp"
#include "cli/shared/deploy_progress.hpp"
#include "cli/shared/deploy_report.hpp"
#include "cli/shared/deploy_requests.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/log_output.hpp"
#include "cli/shared/request_output.hpp"
#include "device/deploy/deploy.hpp"
#include "device/log/log_follow.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/facts.hpp"
#include "sdk/knowledge.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

struct RunOptions {
    BuildOptions build;
    DeviceOptions device;
    bool allow_unsigned = false;
    device::Permitted permitted{};
    bool watch = false;
};

void check_device(const DeviceOptions& options, const Context& context) {
    if (const std::size_t count = count_targets(options, context); count != 1)
        throw_usage(fmt::format("run follows one device, but {} are named", count),
                    "use deploy and logs for several");
}

[[noreturn]] void throw_several(std::size_t count, const builder::Request& request) {
    throw_usage(fmt::format("run starts one application, but {} are below {}", count,
                            text::visible(request.directory.string())),
                "name the directory of one");
}

// What is wrong with the project whatever the device is.
void check_project(const builder::Request& request, const sdk::Catalog& catalog) {
    const auto projects = builder::find_projects(request.directory, catalog, request.apps);
    if (projects.size() > 1) throw_several(projects.size(), request);
}

builder::Plan one_application(const builder::Request& request, const sdk::Catalog& catalog) {
    auto plans = builder::plan(request, catalog);
    if (plans.size() > 1) throw_several(plans.size(), request);
    return std::move(plans.front());
}

// --dry-run and --curl build nothing and ask no device, so nobody knows yet what the package is
// called.
std::vector<device::Request> planned(const RunOptions& options, Context& context) {
    const sdk::Catalog& catalog = context.edges.catalog();
    const builder::Plan plan = one_application(build_request(options.build, catalog), catalog);
    context.terminal.note("PACKAGE.eap stands for what 'acapctl build' makes; its --dry-run shows "
                          "how");
    auto requests = deploy_requests({.app = plan.app_name,
                                     .package = plan.output / "PACKAGE.eap",
                                     .allow_unsigned = options.allow_unsigned,
                                     .start = true});
    requests.push_back(device::log_request(plan.app_name, false));
    requests.push_back(device::control_request("stop", plan.app_name));
    return requests;
}

// The device decides what is built for it, where neither the user nor the project does.
device::Candidate build_for(const device::Target& target, const device::Facts& facts,
                            BuildOptions options, Context& context) {
    const sdk::Catalog& catalog = context.edges.catalog();
    aim_at(options, narrowed_to(target, facts, context), target.name, catalog);
    const builder::Request request = build_request(options, catalog);
    one_application(request, catalog);
    const auto built = BuildOutput(context.terminal).of([&](const builder::Observer& observer) {
        return builder::build(request, catalog, observer, context.stop);
    });
    if (!built.failures.empty()) throw Error(builder::summary(built));
    return device::read_candidate(built.packages.front().package.path, context.edges.knowledge());
}

std::string stop_application(device::Session& session, const std::string& app,
                             const Context& context) {
    const device::Session::Unstoppable unstoppable(session);
    context.terminal.note(fmt::format("stopping {}", text::visible(app)));
    return device::control_application(session, device::Control::stop, app, context.edges.clock)
        .status;
}

// Of this run: an upload that was interrupted has started nothing.
void follow(device::Session& session, const device::DeployReport& report, const Context& context) {
    Terminal& terminal = context.terminal;
    terminal.note(fmt::format("{} {} {}; Ctrl-C stops it", text::visible(report.application),
                              text::visible(report.version), report.outcome.text()));
    device::FollowOptions options;
    terminal.doing(session.target().name, ""); // nothing is waited for, however long it is silent
    options.app = report.application;
    options.follow = true;
    options.seen = report.log_before_start;
    device::follow_log(
        session, options,
        [&](const device::LogEvent& event) {
            print_log_event(terminal, event, session.target().name, false);
        },
        context.edges.clock);
}

device::DeployOptions deploy_options(const RunOptions& options, const device::Facts& facts,
                                     const device::History& history, const Context& context) {
    device::DeployOptions result{.start = true,
                                 .expect = device::Expect::running,
                                 .allow_unsigned = options.allow_unsigned,
                                 .permitted = options.permitted,
                                 .history = &history,
                                 .facts = facts,
                                 .assumed_architecture = assumed_architecture(context)};
    result.measured = [&context](const device::Target& target, const device::Facts& asked) {
        return last_measured(target, asked, context);
    };
    give_bounds(options.device, result);
    result.permitted.downgrade = true; // who develops goes back and forth
    return result;
}

void run_on(device::Session& session, const RunOptions& options, Deployed& deployed,
            Context& context) {
    const device::Facts facts = device::read_facts(session);
    const std::string& name = session.target().name;
    const device::Candidate package = build_for(session.target(), facts, options.build, context);
    const device::History history;
    device::DeployReport& report = deployed.report;
    try {
        device::deploy(session, {package}, context.edges.knowledge(),
                       deploy_options(options, facts, history, context),
                       deploy_observer(context.terminal, name, false, &deployed.log), report,
                       context.edges.clock);
        follow(session, report, context);
    } catch (const Error& error) {
        // By a signal, or because nobody sees the log any more.
        const bool ended = error.kind() == ErrorKind::interrupted;
        if (report.outcome.is_there() && (ended || error.failure().code == "cannot-write"))
            report.status = stop_application(session, report.application, context);
        note_failure(deployed, error.failure());
        if (!ended || !report.outcome.is_there()) throw;
    }
}

// What is printed is the log, while the application runs; after it, with --json, the report.
ExitCode run_run(RunOptions options, Context& context) {
    settle_target(options.build, context); // wrong usage is told before the device is asked
    if (options.device.only_shows())
        return show_requests(context, options.device, "run", planned(options, context));
    check_device(options.device, context);
    const sdk::Catalog& catalog = context.edges.catalog();
    check_project(build_request(options.build, catalog), catalog);
    const auto outcomes = on_devices<Deployed>(options.device, context,
                                               [&](device::Session& session, Deployed& deployed) {
                                                   run_on(session, options, deployed, context);
                                               });
    const ExitCode code =
        print_devices(context.terminal, "run", outcomes, deploy_fields, Table({"DEVICE"}));
    return code == ExitCode::done ? ExitCode::interrupted : code; // which ends every good run
}

} // namespace

void add_run(Verbs& verbs) {
    auto options = Verbs::options<RunOptions>();
    Command verb =
        verbs.add("run", "Build, deploy, start and follow the log; Ctrl-C stops it",
                  [options](Context& context) {
                      const Action once = [&](Context& c) { return run_run(*options, c); };
                      return options->watch
                                 ? again_on_change(options->build.directory, context, once)
                                 : once(context);
                  });
    verb.add_flag("--watch", options->watch, "Do it again whenever the sources change");
    verb.add_option("DIR", options->build.directory, "The project; default: the current directory");
    add_device_options(verb, options->device);
    options->device.one_operation = false;
    verb.add_flag("--allow-unsigned", options->allow_unsigned,
                  "Admit the unsigned package while it is installed, then put the policy back");
    add_permit_options(verb, options->permitted);
    add_engine_options(verb, options->build);
    add_dockerfile_options(verb, options->build);
    add_package_options(verb, options->build);
    verb.footer("Example: acapctl run -t 192.0.2.7 --allow-unsigned");
}

} // namespace acapctl::cli
