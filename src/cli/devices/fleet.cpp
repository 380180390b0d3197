// `acapctl fleet merge REPORT...`: the reports of shards as one.
#include "fleet/fleet.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/report_file.hpp"
#include "fleet/shard_reports.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct MergeOptions {
    std::vector<std::string> files{};
    std::string report{};
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
        codes.push_back(device["ok"] == true
                            ? ExitCode::done
                            : static_cast<ExitCode>(device["error"]["exit"].get<int>()));
    const ExitCode code = fleet::common_exit_code(codes);
    const bool drift = document.contains("drift") && document["drift"] == true;
    return code == ExitCode::done && drift ? ExitCode::incompatible : code;
}

Table table_of(const json& document) {
    Table table({"DEVICE", "OUTCOME"});
    for (const json& device : document["devices"]) {
        const std::string name = string_at(device, "device");
        if (device.value("ok", json()) != json(true))
            table.add(
                {name,
                 {"failed: " + string_at(device.value("error", json()), "message"), Style::red}});
        else
            table.add({name,
                       {string_at(device, "outcome").empty() ? "ok" : string_at(device, "outcome"),
                        Style::green}});
    }
    return table;
}

ExitCode merge_verb(const MergeOptions& options, Context& context) {
    if (!options.report.empty()) check_report_name(options.report);
    const json document = run_merge(options);
    if (context.terminal.json())
        context.terminal.print_document(document);
    else
        table_of(document).print(context.terminal);
    if (!options.report.empty()) write_report(options.report, document, context);
    if (!context.terminal.json())
        context.terminal.note(fmt::format("{} of {} devices: ok",
                                          document["summary"]["ok"].get<std::size_t>(),
                                          document["summary"]["total"].get<std::size_t>()));
    return exit_code_of(document);
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
    add_report_option(merge, options->report);
    merge.footer("Example: acapctl fleet merge shard-*.json --report all.xml");
}

} // namespace acapctl::cli
