#include "cli/devices/probe.hpp"
#include "probe/subjects.hpp"

namespace acapctl::cli {

namespace {

using Outcome = fleet::Outcome<probe::ProbeResult>;

// Where an error kept the device from being measured, the error is all that is worth reading.
bool is_shown(const Outcome& outcome) {
    return has_report(outcome) &&
           (!outcome.failure || outcome.value.report.value("measured", false));
}

Table plain_table(const Probed& outcomes) {
    return device_table({"DEVICE", "WHAT", "VALUE", "SOURCE"}, "VALUE", outcomes,
                        [](Table& table, const Outcome& outcome) {
                            if (!is_shown(outcome)) return;
                            for (const probe::Subject& subject :
                                 probe::subjects(outcome.value.report))
                                for (const probe::Row& row : subject.rows)
                                    table.add({outcome.device, row.label, row.text(), row.source});
                        });
}

void add_subjects(Table& table, const Outcome& outcome) {
    if (!is_shown(outcome)) return;
    for (const probe::Subject& subject : probe::subjects(outcome.value.report)) {
        table.add({{subject.title, Style::bold}, "", ""});
        for (const probe::Row& row : subject.rows)
            table.add({"  " + row.label, row.text(), {row.source, Style::dim}});
    }
}

Table grouped_table(const Probed& outcomes) {
    Table table({"WHAT", "VALUE", "SOURCE"});
    table.keep_whole("WHAT"); // names of larod devices differ in their middle
    const bool many = outcomes.size() > 1;
    for (const Outcome& outcome : outcomes) {
        if (many) table.add({{outcome.device, Style::cyan}, "", ""});
        add_subjects(table, outcome);
        if (many && outcome.failure)
            table.add({"  failed", {outcome.failure->message, Style::red}, "-"});
    }
    return table;
}

} // namespace

Table probe_table(const Probed& outcomes, bool grouped) {
    return grouped ? grouped_table(outcomes) : plain_table(outcomes);
}

} // namespace acapctl::cli
