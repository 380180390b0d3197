#include "cli/devices/apply.hpp"
#include "cli/shared/report_file.hpp"
#include "device/vapix/params.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

using fleet::Change;
using nlohmann::json;

std::size_t count_changes(const ApplyOutcomes& outcomes) {
    std::size_t count = 0;
    for (const auto& outcome : outcomes) count += outcome.value.changes.size();
    return count;
}

namespace {

// A value that is a secret by its name is not shown.
Change shown(Change change) {
    if (change.kind == Change::Kind::set_parameter && device::names_secret(change.what))
        for (std::string* value : {&change.from, &change.to})
            if (!value->empty()) *value = "***";
    return change;
}

json apply_fields(const Applied& applied) {
    json changes = json::array();
    for (std::size_t i = 0; i < applied.changes.size(); ++i) {
        const Change change = shown(applied.changes[i]);
        changes.push_back({{"application", change.application},
                           {"change", change.name()},
                           {"parameter", or_null(change.what)},
                           {"from", or_null(change.from)},
                           {"to", or_null(change.to)},
                           {"package", or_null(change.package)},
                           {"outcome", applied.outcome_of(i)},
                           {"done", i < applied.done}});
    }
    return {{"changes", std::move(changes)}};
}

Table table_of(const ApplyOutcomes& outcomes, bool only_planned) {
    std::vector<std::string> header{"DEVICE", "APPLICATION", "CHANGE"};
    if (!only_planned) header.emplace_back("OUTCOME");
    return device_table(header, "CHANGE", outcomes,
                        [&](Table& table, const fleet::Outcome<Applied>& outcome) {
                            for (std::size_t i = 0; i < outcome.value.changes.size(); ++i) {
                                const Change& change = outcome.value.changes[i];
                                std::vector<Table::Cell> row{outcome.device, change.application,
                                                             shown(change).text()};
                                std::string done = outcome.value.outcome_of(i);
                                text::replace_all(done, "-", " ");
                                if (!only_planned) row.emplace_back(std::move(done));
                                table.add(std::move(row));
                            }
                        });
}

std::size_t count_differing(const ApplyOutcomes& outcomes) {
    return static_cast<std::size_t>(std::ranges::count_if(
        outcomes, [](const auto& outcome) { return !outcome.value.changes.empty(); }));
}

json document_of(const ApplyOutcomes& outcomes, bool is_look) {
    json document = document_of<Applied>(outcomes, "apply", apply_fields);
    if (!is_look) return document;
    document["drift"] = count_changes(outcomes) > 0;
    document["summary"]["differ"] = count_differing(outcomes);
    return document;
}

// "ok" would be taken for "as the file says".
void tell_differing(const ApplyOutcomes& outcomes, Terminal& terminal) {
    const std::size_t failed = failed_of(outcomes);
    const std::size_t skipped = skipped_of(outcomes);
    terminal.note(fmt::format("{} of {} devices differ{}{}", count_differing(outcomes),
                              outcomes.size() - skipped,
                              failed == 0 ? "" : fmt::format(", {} failed", failed),
                              skipped == 0 ? "" : fmt::format(", {} skipped", skipped)));
}

void print_table(const ApplyOutcomes& outcomes, bool only_planned, Terminal& terminal) {
    print_and_tell(terminal, table_of(outcomes, only_planned), [&] {
        tell_failed(terminal, outcomes);
        if (outcomes.size() < 2) return;
        if (only_planned && count_changes(outcomes) > 0)
            tell_differing(outcomes, terminal);
        else
            tell_count(terminal, outcomes.size(), failed_of(outcomes), skipped_of(outcomes));
    });
}

} // namespace

ExitCode print_applied(const ApplyOutcomes& outcomes, bool only_planned,
                       const ApplyOptions& options, Context& context) {
    const json document = document_of(outcomes, options.check);
    const std::size_t changes = count_changes(outcomes);
    ExitCode code = write_reports(options.reports, document, context, [&] {
        if (context.terminal.json())
            context.terminal.print_document(document);
        else
            print_table(outcomes, only_planned, context.terminal);
        return fleet::exit_code(outcomes);
    });
    if (changes == 0 && code == ExitCode::done && !context.terminal.json())
        context.terminal.note("all is as " + options.file + " says");
    if (options.check && changes > 0 && code == ExitCode::done) code = ExitCode::incompatible;
    return code;
}

std::vector<std::string> plan_lines(const ApplyOutcomes& plan) {
    std::vector<std::string> lines;
    for (const auto& outcome : plan)
        for (const Change& change : outcome.value.changes)
            lines.push_back(fmt::format("{}  {}  {}", outcome.device, change.application,
                                        shown(change).text()));
    for (const auto& outcome : plan)
        if (outcome.failure)
            lines.push_back(
                fmt::format("{}  left alone: {}", outcome.device, outcome.failure->message));
    return lines;
}

ExitCode leave_all(const ApplyOutcomes& plan, bool was_asked, const ApplyOptions& options,
                   Context& context) {
    Terminal& terminal = context.terminal;
    const json document = document_of(plan, true);
    return write_reports(options.reports, document, context, [&] {
        if (terminal.json()) terminal.print_document(document);
        if (was_asked) {
            terminal.tell("not agreed to: nothing was changed");
            return ExitCode::incompatible; // as after a look: it differs
        }
        terminal.tell(StyledText("error: ", Style::red) +
                      "nobody can be asked whether to do this: nothing was changed");
        terminal.tell(StyledText("  hint: ", Style::cyan) +
                      "--yes does it without a question, --check only shows what differs");
        return ExitCode::usage;
    });
}

} // namespace acapctl::cli
