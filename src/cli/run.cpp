// `acapctl run`: build for the device, deploy, start, follow the log; Ctrl-C stops the application.
#include "build/build.hpp"
#include "cli/build_options.hpp"
#include "cli/deploy_progress.hpp"
#include "cli/device_options.hpp"
#include "cli/log_output.hpp"
#include "cli/verbs.hpp"
#include "device/applications.hpp"
#include "device/deploy.hpp"
#include "device/facts.hpp"
#include "device/log_follow.hpp"
#include "support/environment.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

struct RunOptions {
    BuildOptions build;
    DeviceOptions device;
    bool allow_unsigned = false;
};

device::Target one_target(const DeviceOptions& options) {
    const auto targets = resolve_targets(options);
    if (targets.size() == 1) return targets.front();
    throw_usage(fmt::format("run follows one device, but {} are named", targets.size()),
                "use deploy and logs for several");
}

// The device decides what is built for it.
device::Candidate build_for(const device::Facts& facts, const RunOptions& options,
                            Context& context) {
    BuildOptions settled = options.build;
    settle_sdk(settled, context);
    build::Request request = build_request(settled);
    if (!facts.architecture.empty()) request.architectures = {facts.architecture};
    const auto built = build::build(request, build_observer(context.terminal), context.stop);
    if (!built.failures.empty()) throw Error(build::summary(built));
    return device::read_candidate(built.packages.front().package.path);
}

void stop_application(device::Session& session, const std::string& app, Terminal& terminal) {
    const device::Session::Unstoppable unstoppable(session);
    terminal.note(fmt::format("stopping {}", text::visible(app)));
    device::control_application(session, device::Control::stop, app);
}

ExitCode run(const RunOptions& options, Context& context) {
    device::Session session = open_session(one_target(options.device), options.device, context);
    device::Facts facts = device::read_facts(session);
    if (facts.architecture.empty())
        facts.architecture = environment("AXIS_DEVICE_ARCH").value_or("");
    const device::Candidate package = build_for(facts, options, context);
    const device::History history;
    const device::DeployOptions deployment{.start = true,
                                           .expect = device::Expect::running,
                                           .allow_unsigned = options.allow_unsigned,
                                           .history = &history,
                                           .facts = facts};
    device::DeployReport report;
    device::deploy(session, {package}, deployment,
                   deploy_observer(context.terminal, session.target().name, false), report);
    context.terminal.note(fmt::format("{} {} {}; Ctrl-C stops it",
                                      text::visible(report.application),
                                      text::visible(report.version), report.outcome));
    device::FollowOptions follow;
    follow.app = report.application;
    follow.follow = true;
    follow.seen = report.log_before_start;
    try {
        device::follow_log(session, follow, [&](const device::LogEvent& event) {
            print_log_event(context.terminal, event, session.target().name, false);
        });
    } catch (const Error& error) {
        if (error.exit() != ExitCode::interrupted) throw;
        stop_application(session, report.application, context.terminal);
    }
    return ExitCode::interrupted; // the one way out that is no error
}

} // namespace

void add_run(Verbs& verbs) {
    auto options = Verbs::options<RunOptions>();
    CLI::App& verb = verbs.add("run", "Build, deploy, start and follow the log; Ctrl-C stops it",
                               [options](Context& context) { return run(*options, context); });
    verb.add_option("DIR", options->build.directory, "The project; default: the current directory");
    add_device_options(verb, options->device);
    verb.add_flag("--allow-unsigned", options->allow_unsigned,
                  "Admit the unsigned package while it is installed, then put the policy back");
    add_engine_options(verb, options->build);
    add_package_options(verb, options->build);
    verb.footer("Example: acapctl run -t 192.0.2.7 --allow-unsigned");
}

} // namespace acapctl::cli
