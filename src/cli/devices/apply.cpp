// `acapctl apply FILE`: devices as a file says they are to be.
#include "cli/devices/apply.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/deploy_progress.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "cli/shared/package_inputs.hpp"
#include "cli/shared/question.hpp"
#include "cli/shared/report_file.hpp"
#include "device/deploy/candidate_choice.hpp"
#include "device/deploy/deploy.hpp"
#include "device/deploy/package_choice.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/facts.hpp"
#include "device/vapix/params.hpp"
#include "fleet/desired_state.hpp"
#include "sdk/knowledge.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using fleet::Change;

// One device and one application.
class Match {
  public:
    Match(device::Session& session, const Wanted& wanted, const ApplyOptions& options,
          Context& context)
        : session_(session), wanted_(wanted), options_(options), context_(context) {}

    std::vector<Change> plan(const std::vector<device::Application>& installed) {
        const fleet::DesiredApplication& desired = wanted_.desired;
        const device::Application* now = device::find_application(installed, desired.name);
        fleet::ObservedApplication observed{.installed = now != nullptr};
        if (now != nullptr) {
            observed.version = now->version;
            observed.running = now->running();
        } else if (wanted_.candidates.empty() && !desired.absent) {
            throw Error({.kind = ErrorKind::condition,
                         .code = "not-installed",
                         .message = fmt::format("'{}' is not installed, and the file names no "
                                                "package of it",
                                                text::visible(desired.name)),
                         .hint = "add packages, index or build to its section"});
        }
        if (observed.installed && !desired.parameters.empty()) read_parameters(observed);
        const Package* package =
            desired.absent || wanted_.candidates.empty() ? nullptr : &choose(installed);
        const bool same = package == nullptr ||
                          (now != nullptr && device::match_version(*package, now->version) !=
                                                 device::VersionMatch::different);
        // Another version may have other parameters.
        if (observed.installed && same) check_parameters(observed);
        auto changes = fleet::changes(desired, observed, same ? "" : package->version);
        for (Change& change : changes)
            if (change.kind == Change::Kind::install || change.kind == Change::Kind::replace)
                change.package = package->file.string();
        return changes;
    }

    void carry_out(const Change& change) {
        switch (change.kind) {
        case Change::Kind::remove:
            control(device::Control::remove);
            break;
        case Change::Kind::install:
        case Change::Kind::replace:
            deploy();
            break;
        case Change::Kind::set_parameter: {
            device::ParamChanges written;
            device::write_params(session_, wanted_.desired.name, {{change.what, change.to}},
                                 written);
            break;
        }
        case Change::Kind::start:
            control(device::Control::start);
            break;
        case Change::Kind::stop:
            control(device::Control::stop);
            break;
        }
    }

  private:
    void read_parameters(fleet::ObservedApplication& observed) {
        const device::AppParams all = device::read_params(session_, wanted_.desired.name, {});
        observed.parameters.assign(all.values.begin(), all.values.end());
    }

    // Nothing can set what the application does not have. A password may only be not shown.
    void check_parameters(const fleet::ObservedApplication& observed) const {
        std::vector<std::string> names;
        for (const auto& [name, value] : observed.parameters) names.push_back(name);
        for (const auto& [name, value] : wanted_.desired.parameters) {
            if (text::contains(names, name) || device::names_secret(name)) continue;
            const std::string has =
                names.empty() ? "it shows none" : "it has " + text::join(names, ", ");
            throw Error({.kind = ErrorKind::refused,
                         .code = "no-parameter",
                         .message = fmt::format("'{}' has no parameter '{}' ({})",
                                                text::visible(wanted_.desired.name),
                                                text::visible(name), text::visible(has)),
                         .hint = text::did_you_mean(name, names)});
        }
    }

    device::DeployOptions how() const {
        device::DeployOptions how{.allow_unsigned = options_.allow_unsigned,
                                  .permitted = {.downgrade = true}}; // the file says so
        give_bounds(options_.devices, how);
        how.measured = [&context = context_](const device::Target& target,
                                             const device::Facts& facts) {
            return last_measured(target, facts, context);
        };
        return how;
    }

    const Package& choose(const std::vector<device::Application>& installed) {
        const sdk::Catalog& catalog = context_.edges.catalog();
        const device::Choice choice = device::choose_candidate(
            wanted_.candidates,
            device::situation_for_choice(session_, wanted_.candidates, device::read_facts(session_),
                                         installed, catalog, how()),
            catalog, false);
        if (choice.failure) throw Error(*choice.failure);
        return choice.chosen->package;
    }

    // A version that was running goes on running.
    void deploy() {
        const auto before = device::list_applications(session_);
        const device::Application* old = device::find_application(before, wanted_.desired.name);
        const bool was_running = old != nullptr && old->running();
        const device::History history;
        device::DeployOptions options = how();
        options.history = &history;
        device::DeployReport report;
        device::deploy(session_, wanted_.candidates, context_.edges.knowledge(), options,
                       deploy_observer(context_.terminal, session_.target().name, true), report,
                       context_.edges.clock);
        if (was_running && wanted_.desired.running != false && report.status != "Running")
            control(device::Control::start);
    }

    void control(device::Control action) {
        device::control_application(session_, action, wanted_.desired.name, context_.edges.clock);
    }

    device::Session& session_;
    const Wanted& wanted_;
    const ApplyOptions& options_;
    Context& context_;
};

// The changes of one device, in the order of the file.
class Visit {
  public:
    Visit(device::Session& session, const std::vector<Wanted>& wanted, const ApplyOptions& options,
          Context& context) {
        for (const Wanted& one : wanted)
            if (one.devices.contains(session.target().name))
                matches_.emplace_back(session, one, options, context);
    }
    std::vector<Change> plan(device::Session& session) {
        const auto installed = device::list_applications(session);
        std::vector<Change> all;
        steps_.clear();
        for (Match& match : matches_)
            for (Change& change : match.plan(installed)) {
                steps_.push_back(&match);
                all.push_back(std::move(change));
            }
        return all;
    }
    void carry_out(Applied& applied) {
        for (std::size_t i = 0; i < applied.changes.size(); ++i) {
            applied.begun = i + 1;
            steps_[i]->carry_out(applied.changes[i]);
            applied.done = i + 1;
        }
    }

  private:
    std::vector<Match> matches_{};
    std::vector<Match*> steps_{}; // whose the changes of the last plan are
};

ApplyOutcomes look_at_all(const ApplyOptions& options, const std::vector<Wanted>& wanted,
                          Context& context) {
    return on_devices<Applied>(
        all_devices(options, wanted), context, [&](device::Session& session, Applied& applied) {
            applied.changes = Visit(session, wanted, options, context).plan(session);
        });
}

// What was agreed to, and nothing else: a device that has become another one since is left alone.
ApplyOutcomes carry_out(const ApplyOutcomes& agreed, const ApplyOptions& options,
                        const std::vector<Wanted>& wanted, Context& context) {
    std::map<std::string, const fleet::Outcome<Applied>*> plans;
    for (const auto& outcome : agreed) plans[outcome.device] = &outcome;
    return on_targets<Applied>(
        all_devices(options, wanted), context,
        [&](Served& served, const device::Target& target, Applied& applied) {
            const auto& plan = *plans.at(target.name);
            if (plan.failure) throw Error(*plan.failure);
            served.same().check(target.name); // which the plan has told
            device::Session session = served.open(target);
            applied.changes = plan.value.changes;
            applied.only_planned = false;
            Visit visit(session, wanted, options, context);
            if (visit.plan(session) != applied.changes)
                throw Error(
                    {.kind = ErrorKind::condition,
                     .code = "changed-since",
                     .message = "it has changed since this was agreed to, and was left alone",
                     .hint = "run the command again"});
            visit.carry_out(applied);
        });
}

ExitCode apply_verb(const ApplyOptions& options, Context& context) {
    if (options.devices.curl)
        throw_usage("--curl cannot show what an apply sends: the devices decide it",
                    "--check asks them and changes nothing");
    check_reports(options.reports, {options.file}, context);
    const std::vector<Wanted> wanted = read_wanted(options, context);
    ApplyOptions talking = options;
    talking.devices.dry_run = false;
    const bool only_looks = options.check || options.devices.dry_run;
    talking.devices.settles = !only_looks;
    talking.devices.once = true;
    check_targets(talking, wanted, context);
    const ApplyOutcomes plan = look_at_all(talking, wanted, context);
    if (only_looks || count_changes(plan) == 0) return print_applied(plan, true, options, context);
    const bool can = can_ask(context.edges);
    if (!options.yes && !can)
        for (const std::string& line : plan_lines(plan)) context.terminal.tell(line);
    if (!options.yes && !(can && ask_yes(context, plan_lines(plan), "Do this?")))
        return leave_all(plan, can, options, context);
    return print_applied(carry_out(plan, talking, wanted, context), false, options, context);
}

} // namespace

void add_apply(Verbs& verbs) {
    auto options = Verbs::options<ApplyOptions>();
    Command verb = verbs.add("apply", "Bring devices to what a file says, and nothing else",
                             [options](Context& c) { return apply_verb(*options, c); });
    verb.add_option("FILE", options->file, "The state that is wanted; see docs/apply.md")
        .type_name("FILE")
        .required();
    verb.add_flag("--check", options->check,
                  "Only show what differs; exit code 9 if anything does");
    verb.add_flag("--yes", options->yes, "Do not ask");
    verb.add_flag("--allow-unsigned", options->allow_unsigned,
                  "Admit unsigned packages for their uploads, then put the policy back");
    add_report_option(verb, options->reports);
    add_device_options(verb, options->devices);
    options->devices.one_operation = false;
    verb.option("--target")
        .description("Only these of the devices that the file names; repeatable");
    verb.option("--dry-run").description("As --check, and exit code 0 whatever differs");
    verb.footer("Examples: acapctl apply fleet.toml --check\n"
                "          acapctl apply fleet.toml --yes --report apply.xml");
}

} // namespace acapctl::cli
