#include "cli/devices/rollout.hpp"

#include "cli/devices/rollout_plan.hpp"
#include "cli/shared/deploy_progress.hpp"
#include "cli/shared/edges.hpp"
#include "device/deploy/intent.hpp"
#include "device/deploy/package_choice.hpp"
#include "device/deploy/rollback.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/facts.hpp"
#include "fleet/rollout_record.hpp"
#include "sdk/axis_os.hpp"
#include "sdk/knowledge.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "support/time.hpp"
#include "support/workers.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::cli {

namespace {

namespace fs = std::filesystem;
using fleet::RolloutRecord;
using nlohmann::json;

// "artpec8 aarch64 AXIS OS 12": what decides whether a package runs. Empty where it is not told.
std::string kind_of(const device::Facts& facts, const sdk::Catalog& catalog) {
    const auto axis_os = sdk::AxisOs::parse_release(facts.axis_os);
    if (facts.architecture.empty() || !axis_os) return {};
    const sdk::Chip* chip = catalog.chip_of_soc(facts.soc);
    const std::string soc = chip == nullptr ? text::visible(facts.soc) : chip->name;
    return fmt::format("{}{}{} AXIS OS {}", soc, soc.empty() ? "" : " ",
                       text::visible(facts.architecture), text::split(axis_os->str(), '.').front());
}

fs::path default_record() {
    return state_directory() / "rollouts" / fmt::format("{}-{}.jsonl", utc_name_text(), ::getpid());
}

json result_json(const Deployed& deployed, const std::optional<Failure>& failure) {
    return {{"outcome", deployed.report.outcome.text()},
            {"application", deployed.report.application},
            {"version", deployed.report.version},
            {"error", failure ? json(failure->message) : json(nullptr)}};
}

class Rollout {
  public:
    Rollout(const DeployVerbOptions& options, std::vector<device::Candidate> packages,
            Context& context)
        : options_(options), devices_(talking(options.devices)), packages_(std::move(packages)),
          context_(context), served_(devices_, context), how_(deploy_options(options, context)) {
        how_.history = &history_;
        for (const device::Target& target : served_.targets()) plan_.devices.push_back(target.name);
        outcomes_.resize(plan_.devices.size());
        taken_before_.resize(plan_.devices.size());
        for (std::size_t i = 0; i < outcomes_.size(); ++i) outcomes_[i].device = plan_.devices[i];
    }

    void plan() {
        plan_.rules = rollout_rules(options_.rollout);
        plan_.kinds.resize(plan_.devices.size());
        if (plan_.rules.canary.by == fleet::Canary::By::kinds) survey();
        if (plan_.devices.size() > 1 && plan_.rules.canary.number >= plan_.devices.size())
            context_.terminal.warn(fmt::format(
                "--canary {}: all {} devices are canaries, and there is no batch after them",
                plan_.rules.canary.text(), plan_.devices.size()));
        plan_.batches = fleet::plan_batches(plan_.kinds, plan_.rules.canary, plan_.rules.batch);
    }

    void take_up(const RolloutRecord& record) {
        plan_ = read_plan(record.plan(), plan_.devices);
        plan_.rules = rollout_rules(options_.rollout);
        for (const std::string& name : plan_.devices)
            before_.emplace_back(RolloutRecord::state_name(record.of(name).state));
        tell_before();
    }

    json plan_for_record() const { return plan_json(plan_, packages_, options_); }
    const std::vector<std::string>& devices() const { return plan_.devices; }

    // `record`: nothing for a dry run, which stops at nothing: all of it is to be seen.
    RolloutReport run(RolloutRecord* record) {
        record_ = record;
        fleet::RolloutRules rules = plan_.rules;
        if (record_ == nullptr) {
            rules.pause = {};
            rules.max_fail = fleet::Share::parse("100%", "--max-fail");
        }
        auto result = fleet::roll_out(
            plan_.devices, record_ == nullptr ? all_at_once() : plan_.batches, done_before(), rules,
            options_.devices.jobs, [this](std::size_t i) { serve(i); }, context_.stop, observer());
        for (std::size_t i = 0; i < outcomes_.size(); ++i)
            outcomes_[i].failure = std::move(result.failures[i]);
        for (auto& outcome : outcomes_) fleet::put_aside(served_.same(), outcome);
        if (!result.stopped.empty() && options_.rollout.rollback_batch && result.last_batch)
            put_back(plan_.batches[*result.last_batch]);
        return report(result.stopped);
    }

  private:
    // Of a device that does not answer its own deployment will tell.
    void survey() {
        context_.terminal.note("asking which kinds of devices there are");
        const auto failures =
            fleet::run_on(served_.targets(), options_.devices.jobs, [this](std::size_t i) {
                // No turn of the status line, which counts what is done.
                device::Session session = served_.open(served_.targets()[i]);
                plan_.kinds[i] = kind_of(device::read_facts(session), context_.edges.catalog());
            });
        std::vector<std::string> unknown;
        for (std::size_t i = 0; i < failures.size(); ++i) {
            if (failures[i] && failures[i]->kind == ErrorKind::interrupted)
                throw Error(*failures[i]);
            if (plan_.kinds[i].empty()) unknown.push_back(plan_.devices[i]);
        }
        if (!unknown.empty())
            context_.terminal.warn(fmt::format(
                "{} did not tell what they are, and are no canaries: {}",
                unknown.size() == 1 ? "1 device" : fmt::format("{} devices", unknown.size()),
                text::some_of(unknown)));
    }

    void tell_before() const {
        const auto count = [&](RolloutRecord::State state) {
            return std::ranges::count(before_, std::string(RolloutRecord::state_name(state)));
        };
        using State = RolloutRecord::State;
        context_.terminal.note(
            fmt::format("by the record: {} done, {} failed, {} in flight{}, {} untouched",
                        count(State::done), count(State::failed), count(State::in_flight),
                        count(State::in_flight) == 0 ? "" : " (asked what became of it)",
                        count(State::untouched)));
    }

    std::vector<fleet::Batch> all_at_once() const {
        return fleet::plan_batches(plan_.kinds, {}, {});
    }

    std::vector<bool> done_before() {
        std::vector<bool> done(plan_.devices.size());
        for (std::size_t i = 0; record_ != nullptr && i < done.size(); ++i) {
            const RolloutRecord::Device device = record_->of(plan_.devices[i]);
            done[i] = device.state == RolloutRecord::State::done;
            taken_before_[i] = device.taken;
            if (!done[i]) continue;
            outcomes_[i].same_as = string_at(device.result, "sameAs");
            if (!outcomes_[i].same_as.empty()) continue;
            device::DeployReport& report = outcomes_[i].value.report;
            report.application = string_at(device.result, "application");
            report.version = string_at(device.result, "version");
            report.outcome = {.kind = device::DeployOutcome::Kind::unchanged};
        }
        return done;
    }

    void serve(std::size_t i) {
        const device::Target& target = served_.targets()[i];
        Deployed& deployed = outcomes_[i].value;
        auto failure = fleet::failure_of(target.name, [&] {
            served_.serve(target, [&] {
                device::Session session = served_.open(target);
                device::deploy(session, packages_, context_.edges.knowledge(), how_for(i),
                               observer_for(i), deployed.report, context_.edges.clock);
            });
        });
        if (failure) note_failure(deployed, *failure);
        const bool interrupted = failure && failure->kind == ErrorKind::interrupted;
        const std::string same = served_.same().first_name(target.name);
        if (record_ != nullptr && !same.empty())
            record_->end(target.name, true, {{"outcome", "skipped"}, {"sameAs", same}});
        else if (record_ != nullptr && !interrupted)
            record_->end(target.name, !failure, result_json(deployed, failure));
        if (failure) throw Error(std::move(*failure));
    }

    device::DeployOptions how_for(std::size_t i) const {
        device::DeployOptions how = how_;
        if (record_ == nullptr) return how;
        const RolloutRecord::Device before = record_->of(plan_.devices[i]);
        const bool put_back = string_at(before.result, "outcome") == "rolled-back";
        if (!before.intent.is_object() || put_back) return how;
        how.interrupted = device::read_intent(before.intent);
        how.interrupted->has_failed = before.state == RolloutRecord::State::failed;
        return how;
    }

    device::DeployObserver observer_for(std::size_t i) {
        const std::string& name = plan_.devices[i];
        device::DeployObserver result = plain_observer(i);
        if (record_ != nullptr)
            result.on_intent = [this, name](const device::Intent& intent) {
                record_->begin(name, device::to_json(intent));
            };
        return result;
    }
    device::DeployObserver plain_observer(std::size_t i) {
        return observer_of(options_, served_, served_.targets()[i], outcomes_[i].value.log,
                           context_);
    }

    fleet::RolloutObserver observer() const {
        if (record_ == nullptr) return {};
        return {.on_batch =
                    [this](std::size_t i, const fleet::Batch& batch) {
                        std::vector<std::string> names;
                        for (const std::size_t device : batch.devices)
                            names.push_back(plan_.devices[device]);
                        note(fmt::format("{}: {}", batch.canary ? "canaries" : place(i),
                                         text::some_of(names)));
                    },
                .on_pause =
                    [this](std::chrono::milliseconds pause) {
                        note(fmt::format(
                            "pausing for {} s before the next batch",
                            std::chrono::duration_cast<std::chrono::seconds>(pause).count()));
                    }};
    }
    // What was said of the devices before comes before it.
    void note(const std::string& text) const {
        context_.terminal.tell_gathered();
        context_.terminal.note(text);
    }
    std::string place(std::size_t i) const {
        return fleet::reason_of(plan_.batches, i, plan_.rules.canary, {});
    }

    // The device has the package by this rollout, whether it lives there or not. An earlier process
    // may have given it, and may have begun to put it back.
    bool has_taken(std::size_t i) const {
        using Kind = device::DeployOutcome::Kind;
        const device::DeployOutcome& outcome = outcomes_[i].value.report.outcome;
        if (!outcome.is_there() || outcome.kind == Kind::unchanged) return taken_before_[i];
        return outcome.kind != Kind::rolled_back;
    }

    void put_back(const fleet::Batch& batch) {
        std::vector<std::size_t> taken;
        for (const std::size_t i : batch.devices)
            if (has_taken(i)) taken.push_back(i);
        if (taken.empty()) return;
        note(fmt::format("putting the previous package back on {}",
                         taken.size() == 1 ? "1 device" : fmt::format("{} devices", taken.size())));
        for_each_index(taken.size(), options_.devices.jobs,
                       [&](std::size_t k) { put_back(taken[k]); });
    }

    // The record says so first: a process that is killed here leaves no device that counts as done.
    void put_back(std::size_t i) {
        const device::Target& target = served_.targets()[i];
        Deployed& deployed = outcomes_[i].value;
        const device::DeployReport had = std::move(deployed.report);
        std::optional<Failure> before = std::move(outcomes_[i].failure);
        if (before && before->code == "rollout-stopped") before.reset(); // it is touched now
        deployed.report = {};
        record_->begin(target.name, {{"rollback", true}});
        auto failure = fleet::failure_of(target.name, [&] {
            served_.serve(target, [&] {
                device::Session session = served_.open(target);
                put_back(session, i, had);
            });
        });
        if (failure) note_failure(deployed, *failure);
        if (failure && failure->kind == ErrorKind::interrupted) {
            if (deployed.report.outcome.kind == device::DeployOutcome::Kind::untouched)
                deployed.report = had; // it got nothing yet, and has what it had
            outcomes_[i].failure = std::move(failure);
            return;
        }
        outcomes_[i].failure = {
            .kind = ErrorKind::mixed,
            .code = "batch-failed",
            .message = fmt::format("{}; {}", before ? before->message : "its batch failed",
                                   failure ? "the previous package could not be put back: " +
                                                 failure->message
                                           : "the previous package was put back"),
            .device = text::visible(target.name)};
        record_->end(target.name, false, result_json(deployed, outcomes_[i].failure));
    }

    // One that was not seen to have the package in this run may have got back what it had, by a
    // process that was killed before it could record that.
    void put_back(device::Session& session, std::size_t i, const device::DeployReport& had) {
        device::DeployReport& report = outcomes_[i].value.report;
        const std::string& app = packages_.front().package.app_name;
        if (!had.outcome.is_there()) {
            const auto applications = device::list_applications(session);
            const device::Application* now = device::find_application(applications, app);
            const bool has_it =
                now != nullptr && std::ranges::any_of(packages_, [&](const auto& each) {
                    return device::match_version(each.package, now->version) !=
                           device::VersionMatch::different;
                });
            if (now != nullptr && !has_it) {
                report.application = now->name;
                report.version = now->version;
                report.status = now->status;
                report.outcome = {.kind = device::DeployOutcome::Kind::rolled_back};
                return;
            }
        }
        device::roll_back(session, app, context_.edges.knowledge(), how_, plain_observer(i), report,
                          context_.edges.clock);
    }

    RolloutReport report(const std::string& stopped) {
        RolloutReport report{.outcomes = std::move(outcomes_),
                             .reasons = std::vector<std::string>(plan_.devices.size()),
                             .batches = std::vector<std::size_t>(plan_.devices.size()),
                             .before = before_,
                             .stopped = stopped,
                             .record = record_ == nullptr ? fs::path() : record_->file()};
        for (std::size_t b = 0; b < plan_.batches.size(); ++b)
            for (const std::size_t i : plan_.batches[b].devices) {
                report.batches[i] = b + 1;
                report.reasons[i] =
                    fleet::reason_of(plan_.batches, b, plan_.rules.canary, plan_.kinds[i]);
            }
        report.outcomes.shard = served_.shard();
        return report;
    }

    const DeployVerbOptions& options_;
    DeviceOptions devices_;
    std::vector<device::Candidate> packages_;
    Context& context_;
    Served served_;
    device::History history_{};
    device::DeployOptions how_;
    RolloutPlan plan_{};
    DeployOutcomes outcomes_{};
    std::vector<bool> taken_before_{};  // it got the package before this process began
    std::vector<std::string> before_{}; // resumed: the state of each by the record
    RolloutRecord* record_ = nullptr;
};

} // namespace

RolloutReport run_rollout(const DeployVerbOptions& options, const PackageInputs& packages,
                          Context& context) {
    Rollout rollout(options, packages.candidates, context);
    rollout.plan();
    if (options.devices.dry_run || rollout.devices().empty()) return rollout.run(nullptr);
    const fs::path file =
        options.rollout.record.empty() ? default_record() : fs::path(options.rollout.record);
    RolloutRecord record =
        RolloutRecord::create(file, rollout.plan_for_record(), rollout.devices());
    context.terminal.note("rollout record: " + file.string());
    return rollout.run(&record);
}

RolloutReport resume_rollout(const DeployVerbOptions& given, Context& context) {
    RolloutRecord record = RolloutRecord::open(given.rollout.resume);
    DeployVerbOptions options = given;
    if (record.devices().empty())
        throw_invalid("the plan of the rollout record has no devices", "start the rollout anew");
    restore_options(record.plan(), options);
    // What the rollout lacked may be permitted now.
    options.allow_unsigned = options.allow_unsigned || given.allow_unsigned;
    for (const auto member : {&device::Permitted::downgrade, &device::Permitted::other_vendor,
                              &device::Permitted::bundled})
        options.permitted.*member = options.permitted.*member || given.permitted.*member;
    options.devices.targets = record.devices();
    Rollout rollout(options, read_packages_of(record.plan(), context), context);
    if (rollout.devices() != record.devices())
        throw_invalid("the devices of the rollout record are no longer what the inventory has",
                      "give them their names back, or start the rollout anew");
    rollout.take_up(record);
    return rollout.run(&record);
}

} // namespace acapctl::cli
