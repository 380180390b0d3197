// `acapctl deploy [EAP...|INDEX|DIR]`: check, upload, verify, start, verify.
#include "device/deploy/deploy.hpp"
#include "cli/app/verbs.hpp"
#include "cli/devices/deploy_options.hpp"
#include "cli/devices/rollout.hpp"
#include "cli/shared/deploy_progress.hpp"
#include "cli/shared/deploy_report.hpp"
#include "cli/shared/deploy_requests.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "cli/shared/known_devices.hpp"
#include "cli/shared/package_inputs.hpp"
#include "cli/shared/project_app.hpp"
#include "cli/shared/report_file.hpp"
#include "device/deploy/candidate_choice.hpp"
#include "device/deploy/package_choice.hpp"
#include "device/deploy/rollback.hpp"
#include "device/log/log_follow.hpp"
#include "sdk/knowledge.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <mutex>
#include <set>

#include <fmt/format.h>

namespace acapctl::cli {

device::DeployOptions deploy_options(const DeployVerbOptions& options, const Context& context) {
    device::DeployOptions result;
    result.start = options.start;
    result.allow_unsigned = options.allow_unsigned;
    result.permitted = options.permitted;
    result.force = options.force;
    result.reinstall = options.reinstall || options.force;
    result.to_reinstall = "--reinstall";
    result.only_check = options.devices.dry_run;
    result.rollback_on_failure = options.rollback_on_failure;
    result.assumed_architecture = assumed_architecture(context);
    result.measured = [&context](const device::Target& target, const device::Facts& facts) {
        return last_measured(target, facts, context);
    };
    give_bounds(options.devices, result);
    if (!options.wait.empty())
        result.wait = result.settle = text::parse_duration(options.wait, "--wait");
    if (options.start)
        result.expect = options.expect == "exit" ? device::Expect::exit : device::Expect::running;
    else if (!options.expect.empty() || !options.wait.empty() || !options.until.empty() ||
             options.rollback_on_failure)
        throw_usage("--expect, --wait, --until and --rollback-on-failure need --start",
                    "add --start");
    result.until = options.until;
    if (!options.until.empty()) device::Pattern(options.until, "--until"); // told before all else
    if (options.rollback && options.rollback_on_failure)
        throw_usage("--rollback and --rollback-on-failure exclude each other");
    return result;
}

device::DeployObserver observer_of(const DeployVerbOptions& options, Served& served,
                                   const device::Target& target, std::vector<std::string>& log,
                                   Context& context) {
    device::DeployObserver observer =
        deploy_observer(context.terminal, target.name, served.many(), &log);
    if (options.rate_limit)
        observer = paced(std::move(observer), *options.rate_limit, context.stop);
    return observer;
}

DeviceOptions talking(const DeviceOptions& options) {
    DeviceOptions devices = options;
    devices.dry_run = false;
    devices.settles = !options.dry_run;
    devices.once = true;
    return devices;
}

namespace {

// The application that --rollback means.
std::string rollback_app(const DeployVerbOptions& options) {
    if (options.inputs.empty()) return project_app();
    if (options.inputs.size() == 1 && !options.inputs.front().ends_with(".eap") &&
        !options.inputs.front().ends_with(".json"))
        return options.inputs.front();
    throw_usage("--rollback takes the name of one application, not packages",
                "'acapctl list' shows the names");
}

using Deploy = std::function<void(device::Session&, const device::DeployOptions&,
                                  const device::DeployObserver&, device::DeployReport&)>;

DeployOutcomes on_all(const DeployVerbOptions& options, Context& context, const Deploy& deploy) {
    device::DeployOptions how = deploy_options(options, context);
    const device::History history;
    how.history = &history;
    const DeviceOptions devices = talking(options.devices);
    return on_targets<Deployed>(
        devices, context, [&](Served& served, const device::Target& target, Deployed& deployed) {
            try {
                device::Session session = served.open(target);
                deploy(session, how, observer_of(options, served, target, deployed.log, context),
                       deployed.report);
            } catch (const Error& error) {
                note_failure(deployed, error.failure());
                throw;
            }
        });
}

DeployOutcomes run_rollback(const DeployVerbOptions& options, Context& context) {
    const std::string app = rollback_app(options);
    return on_all(options, context,
                  [&](device::Session& session, const auto& how, const auto& observer,
                      device::DeployReport& report) {
                      device::roll_back(session, app, context.edges.knowledge(), how, observer,
                                        report, context.edges.clock);
                  });
}

// Says once of each package that a device gets whether its sources have changed since.
class Behind {
  public:
    Behind(const PackageInputs& packages, Terminal& terminal)
        : packages_(packages), terminal_(terminal) {}

    void tell(const std::string& package) {
        const std::lock_guard lock(mutex_);
        const auto found = packages_.behind.find(package);
        if (found != packages_.behind.end() && told_.insert(package).second)
            terminal_.warn(found->second);
    }

  private:
    const PackageInputs& packages_;
    Terminal& terminal_;
    std::mutex mutex_{};
    std::set<std::string> told_{};
};

DeployOutcomes run_deploy(const DeployVerbOptions& options, const PackageInputs& packages,
                          Context& context) {
    Behind behind(packages, context.terminal);
    return on_all(options, context,
                  [&](device::Session& session, const auto& how,
                      const device::DeployObserver& observer, device::DeployReport& report) {
                      device::DeployObserver watched = observer;
                      watched.on_checks = [&](const std::vector<device::Check>& checks) {
                          behind.tell(report.package);
                          observer.on_checks(checks);
                      };
                      device::deploy(session, packages.candidates, context.edges.knowledge(), how,
                                     watched, report, context.edges.clock);
                      behind.tell(report.package); // one that is there already is not checked
                  });
}

// --curl asks no device: what it is, is known by what it told when it was last asked, or by
// AXIS_DEVICE_ARCH.
device::Situation known_situation(const device::Target& target, const DeployVerbOptions& options,
                                  const Context& context) {
    device::Situation known{
        .facts = known_device(target).facts,
        .will_allow_unsigned = options.allow_unsigned,
        .permitted = {.downgrade = true, .other_vendor = true, .bundled = true}};
    if (known.facts.architecture.empty()) known.facts.architecture = assumed_architecture(context);
    return known;
}

// Those that it may get, as far as is known here; never none. Why there are several is told.
std::vector<const Package*> possible_packages(const device::Target& target,
                                              const std::vector<device::Candidate>& candidates,
                                              const DeployVerbOptions& options,
                                              const Context& context) {
    const device::Situation known = known_situation(target, options, context);
    const device::Choice choice =
        device::choose_candidate(candidates, known, context.edges.catalog(), options.force);
    if (candidates.size() == 1) return {&candidates.front().package};
    const std::string& architecture = known.facts.architecture;
    if (choice.chosen != nullptr && !architecture.empty()) return {&choice.chosen->package};
    context.terminal.note_of(target.name,
                             choice.failure && !architecture.empty()
                                 ? choice.failure->message
                                 : "what the device is is not known here: each package that it "
                                   "may get is shown");
    std::vector<const Package*> packages;
    for (const device::Candidate& candidate : candidates)
        if (architecture.empty() || device::fits(candidate.package, architecture))
            packages.push_back(&candidate.package);
    if (packages.empty()) packages.push_back(&candidates.front().package);
    return packages;
}

std::vector<PossibleRequests> planned_for(const device::Target& target,
                                          const std::vector<device::Candidate>& candidates,
                                          const DeployVerbOptions& options,
                                          const Context& context) {
    const auto packages = possible_packages(target, candidates, options, context);
    std::vector<PossibleRequests> all;
    for (const Package* package : packages)
        all.push_back({packages.size() == 1
                           ? ""
                           : fmt::format("{}, if it gets {} ({})", text::visible(target.name),
                                         text::visible(package->file.filename().string()),
                                         text::visible(package->architecture)),
                       deploy_requests({.app = package->app_name,
                                        .package = package->file,
                                        .is_signed = package->is_signed(),
                                        .allow_unsigned = options.allow_unsigned,
                                        .start = options.start})});
    return all;
}

ExitCode show_deploy(const DeployVerbOptions& options, Context& context) {
    if (options.rollback) {
        rollback_app(options);
        throw_usage("--curl cannot show a rollback: the device and the cache decide what is sent",
                    "--dry-run asks them and changes nothing");
    }
    const PackageInputs packages = read_packages(options.inputs, options.devices, context);
    return show_requests(context, options.devices, "deploy", [&](const device::Target& target) {
        return planned_for(target, packages.candidates, options, context);
    });
}

Table table_of(const DeployOutcomes& outcomes) {
    return device_table(
        {"DEVICE", "APPLICATION", "VERSION", "OUTCOME", "STATUS"}, "OUTCOME", outcomes,
        [](Table& table, const fleet::Outcome<Deployed>& outcome) {
            const device::DeployReport& report = outcome.value.report;
            if (!outcome.failure)
                table.add({outcome.device,
                           Table::or_dash(report.application),
                           Table::or_dash(report.version),
                           {report.outcome.text(), Style::green},
                           Table::or_dash(report.status)});
        },
        [](const Deployed& deployed) { return deployed.report.outcome.text(); });
}

ExitCode print(const DeployOutcomes& outcomes, const PackageInputs& packages,
               const DeployVerbOptions& options, Context& context) {
    Terminal& terminal = context.terminal;
    const auto fields = [&](const Deployed& deployed) {
        nlohmann::json result = deploy_fields(deployed);
        result["sourcesChanged"] = or_null(packages.sources_changed_since(deployed.report.package));
        return result;
    };
    const auto print_all = [&] {
        return print_devices(terminal, "deploy", outcomes, fields, table_of(outcomes));
    };
    if (options.reports.empty()) return print_all();
    return write_reports(options.reports, document_of(outcomes, "deploy", fields), context,
                         print_all);
}

ExitCode deploy_verb(DeployVerbOptions options, Context& context) {
    check_rollout_options(options);
    std::vector<std::string> used = options.inputs;
    used.insert(used.end(), {options.rollout.record, options.rollout.resume});
    check_reports(options.reports, used, context);
    deploy_options(options, context); // wrong usage is told before anything is read
    if (!options.rate.empty())
        options.rate_limit = std::make_shared<RateLimit>(options.rate, "--rate");
    if (options.devices.curl) return show_deploy(options, context);
    if (options.rollback) return print(run_rollback(options, context), {}, options, context);
    if (!options.rollout.resume.empty())
        return print_rollout(resume_rollout(options, context), options, context);
    const PackageInputs packages = read_packages(options.inputs, options.devices, context);
    if (options.rollout.wanted())
        return print_rollout(run_rollout(options, packages, context), options, context);
    return print(run_deploy(options, packages, context), packages, options, context);
}

} // namespace

void add_deploy(Verbs& verbs) {
    auto options = Verbs::options<DeployVerbOptions>();
    Command verb = verbs.add("deploy", "Install a package on devices, verify it, start it",
                             [options](Context& c) { return deploy_verb(*options, c); });
    verb.add_option("PACKAGE", options->inputs,
                    "Packages, an index of them (.json), or a project directory; each device gets "
                    "what fits it; default: .")
        .type_name("EAP|INDEX|DIR");
    verb.add_flag("--start", options->start, "Start the application and watch that it lives");
    verb.add_option("--expect", options->expect,
                    "With --start: running (default), or exit for a program that ends")
        .one_of({"running", "exit"})
        .type_name("STATE");
    verb.add_option("--wait", options->wait,
                    "How long it must stay Running, and the longest time until it does; without: "
                    "3s and 30s")
        .type_name("T");
    verb.add_option("--until", options->until,
                    "With --start: a line of its log must match this too, within the wait")
        .type_name("REGEX");
    verb.add_flag("--allow-unsigned", options->allow_unsigned,
                  "Admit an unsigned package for this upload, then put the policy back");
    verb.add_flag("--allow-downgrade", options->permitted.downgrade,
                  "Replace a newer version of the application");
    add_permit_options(verb, options->permitted);
    verb.add_flag("--reinstall", options->reinstall,
                  "Send the package even if this very build was deployed from here before");
    verb.add_flag("--force", options->force,
                  "Pass over checks that say no, unless the device itself would refuse; implies "
                  "--reinstall");
    verb.add_flag("--rollback", options->rollback,
                  "Put back the package deployed from here before; the argument is then the "
                  "application's name");
    verb.add_flag("--rollback-on-failure", options->rollback_on_failure,
                  "With --start: put the previous package back if this one does not live");
    verb.add_option("--rate", options->rate,
                    "Bytes per second that all uploads together send at most, such as 500k or 10M")
        .type_name("RATE");
    add_report_option(verb, options->reports);
    add_rollout_options(verb, options->rollout);
    add_device_options(verb, options->devices);
    options->devices.one_operation = false;
    verb.option("--dry-run")
        .description("Ask the device, run the checks and say what would happen; change nothing");
    verb.footer("Examples: acapctl deploy hello_1_0_0_aarch64.eap --start -t 192.168.0.90\n"
                "          acapctl deploy --rollback hello --start -t 192.168.0.90");
}

} // namespace acapctl::cli
