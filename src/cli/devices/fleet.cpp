// `acapctl fleet merge REPORT...`: the reports of shards as one.
#include "fleet/fleet.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/device_report.hpp"
#include "cli/shared/report_file.hpp"
#include "fleet/causes.hpp"
#include "fleet/shard_reports.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <string>
#include <utility>
#include <vector>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct MergeOptions {
    std::vector<std::string> files{};
    std::vector<std::string> reports{};
};

json run_merge(const MergeOptions& options) {
    std::vector<fleet::ShardReport> reports;
    for (const std::string& file : options.files)
        reports.push_back({.file = file, .document = parse_foreign(read_file(file))});
    return fleet::join_reports(reports);
}

// As the command would have ended: interrupted if any was, all well, all with one code, or mixed.
ExitCode exit_code_of(const json& document) {
    std::vector<ExitCode> codes;
    for (const json& device : document["devices"])
        if (!device.contains("sameAs"))
            codes.push_back(device["ok"] == true
                                ? ExitCode::done
                                : static_cast<ExitCode>(device["error"]["exit"].get<int>()));
    const ExitCode code = fleet::common_exit_code(codes);
    const bool drift = document.contains("drift") && document["drift"] == true;
    return code == ExitCode::done && drift ? ExitCode::incompatible : code;
}

// The columns of the command itself, as far as they are known: those of a deploy, and of its
// rollout.
std::vector<std::pair<std::string, const char*>> columns_of(const json& document) {
    if (string_at(document, "kind") != "acapctl.deploy/v1") return {{"OUTCOME", "outcome"}};
    if (document.contains("rollouts"))
        return {{"BATCH", "batch"},
                {"VERSION", "version"},
                {"OUTCOME", "outcome"},
                {"STATUS", "status"}};
    return {{"APPLICATION", "application"},
            {"VERSION", "version"},
            {"OUTCOME", "outcome"},
            {"STATUS", "status"}};
}

Table::Cell outcome_of(const json& device) {
    if (const std::string same = string_at(device, "sameAs"); !same.empty())
        return "skipped: same device as " + same;
    const json error = device.value("error", json());
    if (string_at(error, "code") == "rollout-stopped") return "untouched";
    const std::string outcome = string_at(device, "outcome");
    if (device["ok"] != true)
        return {failed_word(outcome, string_at(error, "code")) + ": " + string_at(error, "message"),
                Style::red};
    return {outcome.empty() ? "ok" : outcome, Style::green};
}

Table::Cell cell_of(const json& device, const std::string& field) {
    const json value = device.value(field, json());
    if (value.is_number_unsigned()) return std::to_string(value.get<std::size_t>());
    // Of what failed the command itself shows no more, but a rollout its status.
    const bool shown = device["ok"] == true || (field == "status" && device.contains("batch"));
    return Table::or_dash(shown ? string_at(device, field.c_str()) : "");
}

Table table_of(const json& document) {
    const auto columns = columns_of(document);
    std::vector<std::string> header{"DEVICE"};
    for (const auto& [name, field] : columns) header.push_back(name);
    Table table(header);
    for (const json& device : document["devices"]) {
        std::vector<Table::Cell> row{string_at(device, "device")};
        for (const auto& [name, field] : columns)
            row.push_back(name == "OUTCOME" ? outcome_of(device) : cell_of(device, field));
        table.add(std::move(row));
    }
    return table;
}

void print(const json& document, Terminal& terminal) {
    if (terminal.json()) return terminal.print_document(document);
    print_and_tell(terminal, table_of(document), [&] {
        tell_causes(terminal, fleet::failures_in(document["devices"]));
        tell_count(terminal, document["summary"]["total"].get<std::size_t>(),
                   document["summary"]["failed"].get<std::size_t>(),
                   document["summary"].value("skipped", std::size_t{0}));
    });
}

ExitCode merge_verb(const MergeOptions& options, Context& context) {
    check_reports(options.reports, options.files, context);
    const json document = run_merge(options);
    return write_reports(options.reports, document, context, [&] {
        print(document, context.terminal);
        return exit_code_of(document);
    });
}

} // namespace

void add_fleet(Verbs& verbs) {
    const Command fleet = verbs.add_group("fleet", "Reports of many devices");
    fleet.footer("Example: acapctl fleet merge shard-1.json shard-2.json");
    auto options = Verbs::options<MergeOptions>();
    Command merge = verbs.add(
        "merge", "Join the JSON reports of --shard into one, and refuse holes and overlaps",
        [options](Context& context) { return merge_verb(*options, context); }, fleet);
    merge.add_option("REPORT", options->files, "Reports, one of each shard")
        .type_name("REPORT")
        .required();
    add_report_option(merge, options->reports);
    merge.footer("Example: acapctl fleet merge shard-*.json --report all.xml");
}

} // namespace acapctl::cli
