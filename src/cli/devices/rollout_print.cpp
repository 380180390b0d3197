// The options of a rollout, and what a person and a script read of it.
#include "cli/devices/rollout.hpp"
#include "cli/devices/rollout_plan.hpp"
#include "cli/shared/report_file.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using nlohmann::json;

bool untouched(const fleet::Outcome<Deployed>& outcome) {
    return outcome.failure && outcome.failure->code == "rollout-stopped";
}

Table table_of(const RolloutReport& report, bool planned) {
    std::vector<std::string> header{"DEVICE", "BATCH", "VERSION", "OUTCOME"};
    header.insert(header.end(), planned ? "WHY" : "STATUS");
    Table table(header);
    for (std::size_t i = 0; i < report.outcomes.size(); ++i) {
        const auto& outcome = report.outcomes[i];
        const device::DeployReport& deployed = outcome.value.report;
        const std::string batch = std::to_string(report.batches[i]);
        const Table::Cell last =
            planned ? Table::Cell(report.reasons[i]) : Table::or_dash(deployed.status);
        const auto row = [&](const std::string& what) {
            return std::vector<Table::Cell>{outcome.device, batch, "-", {what, Style::red}, last};
        };
        if (!outcome.same_as.empty())
            table.add(
                {outcome.device, batch, "-", "skipped: same device as " + outcome.same_as, last});
        else if (untouched(outcome))
            table.add({outcome.device, batch, "-", "untouched", last});
        else if (outcome.failure) {
            const std::string word = failed_word(deployed.outcome.text(), outcome.failure->code);
            table.add(row(word + ": " + outcome.failure->message), row(word));
        } else
            table.add({outcome.device,
                       batch,
                       Table::or_dash(deployed.version),
                       {deployed.outcome.text(), Style::green},
                       last});
    }
    return table;
}

json document_of(const RolloutReport& report) {
    std::vector<json> devices;
    for (std::size_t i = 0; i < report.outcomes.size(); ++i) {
        const auto& outcome = report.outcomes[i];
        json fields = deploy_fields(outcome.value);
        fields["batch"] = report.batches[i];
        fields["reason"] = report.reasons[i];
        if (!report.before.empty()) fields["before"] = report.before[i];
        devices.push_back(device_object(outcome.device, std::move(fields), outcome.failure));
        mark_same(devices.back(), outcome.same_as);
    }
    json document = devices_document("deploy", std::move(devices), report.outcomes.shard);
    document["rollout"] = {{"record", or_null(report.record.string())},
                           {"stopped", or_null(report.stopped)}};
    return document;
}

void tell_stop(const RolloutReport& report, Terminal& terminal) {
    std::vector<const Failure*> failures;
    std::size_t left = 0;
    for (const auto& outcome : report.outcomes) {
        if (untouched(outcome))
            ++left;
        else if (outcome.failure)
            failures.push_back(&*outcome.failure);
    }
    tell_failures(terminal, failures, true);
    if (!report.stopped.empty() && left == 0)
        terminal.warn("the rollout has failed: " + report.stopped);
    else if (left > 0)
        terminal.warn(
            fmt::format("the rollout stopped: {}; {} not touched",
                        report.stopped.empty() ? "interrupted" : report.stopped,
                        left == 1 ? "1 device was" : fmt::format("{} devices were", left)));
    if (!report.record.empty() && left + failures.size() > 0)
        terminal.tell(StyledText("hint: ", Style::cyan) +
                      fmt::format("'acapctl deploy --resume {}' goes on with what is left",
                                  shell_shown({report.record.string()})));
}

} // namespace

void add_rollout_options(const Command& verb, RolloutOptions& options) {
    const OptionGroup group(verb, "Rollout");
    verb.add_option(
            "--canary", options.canary,
            "Devices that come first, and whose failure stops all: N of them, or kinds: one "
            "of each chip, architecture and AXIS OS major")
        .type_name("kinds|N");
    verb.add_option("--batch", options.batch,
                    "Then so many devices, or so many percent of all, after the others")
        .type_name("N|P%");
    verb.add_option("--max-fail", options.max_fail,
                    "Stop when more devices, or more percent of all, have failed (default: 0)")
        .type_name("N|P%");
    verb.add_option("--pause", options.pause, "Time between batches").type_name("T");
    verb.add_flag("--rollback-batch", options.rollback_batch,
                  "Put the previous package back on the devices of the batch that stopped it");
    verb.add_option("--record", options.record,
                    "File for the record of the rollout; default: one below the state directory")
        .type_name("FILE")
        .not_empty();
    verb.add_option("--resume", options.resume,
                    "Go on with a rollout by its record: its packages, devices and options")
        .type_name("FILE")
        .not_empty();
}

void check_rollout_options(const DeployVerbOptions& options) {
    const RolloutOptions& rollout = options.rollout;
    rollout_rules(rollout);
    if (!rollout.wanted()) return;
    if (options.rollback)
        throw_usage("--rollback is no rollout", "leave out --canary, --batch and the like");
    if (options.devices.curl)
        throw_usage("--curl cannot show a rollout", "--dry-run shows its batches");
    if (rollout.resume.empty()) return;
    if (!options.inputs.empty() || !options.devices.targets.empty() ||
        !options.devices.shard.empty() || options.start || options.devices.dry_run ||
        options.force || options.reinstall || options.rollback_on_failure ||
        options.expect + options.wait + options.until != "" ||
        rollout.canary + rollout.batch + rollout.max_fail + rollout.pause + rollout.record != "" ||
        rollout.rollback_batch)
        throw_usage("--resume takes the packages, the devices and the way of the rollout from its "
                    "record",
                    "leave out all but how to reach the devices, and what they are permitted: "
                    "--allow-unsigned, --allow-downgrade and the like");
}

ExitCode print_rollout(const RolloutReport& report, const DeployVerbOptions& options,
                       Context& context) {
    Terminal& terminal = context.terminal;
    const json document = document_of(report);
    return write_reports(options.reports, document, context, [&] {
        if (terminal.json())
            terminal.print_document(document);
        else
            print_and_tell(terminal, table_of(report, options.devices.dry_run), [&] {
                tell_stop(report, terminal);
                tell_count(terminal, report.outcomes.size(), failed_of(report.outcomes),
                           skipped_of(report.outcomes));
            });
        return fleet::exit_code(report.outcomes);
    });
}

} // namespace acapctl::cli
