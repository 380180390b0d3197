// `acapctl diff`: what changed from one package to another, and whether it is too much.
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/member_json.hpp"
#include "package/diff_threshold.hpp"
#include "sdk/package_needs.hpp"
#include "support/json.hpp"
#include "terminal/table.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct DiffOptions {
    std::string before;
    std::string after;
    std::vector<std::string> fail_on;
};

struct ThresholdResult {
    std::string text;
    std::optional<std::string> why; // it is exceeded
};

struct DiffReport {
    std::string before, after;
    PackageDiff diff{};
    std::vector<ThresholdResult> thresholds{};

    bool failed() const {
        return std::ranges::any_of(thresholds, [](const auto& result) { return !!result.why; });
    }
};

DiffReport run_diff(const DiffOptions& options, Context& context) {
    std::vector<Threshold> thresholds; // before any work, so that a typo is told at once
    for (const std::string& text : options.fail_on) thresholds.push_back(Threshold::parse(text));
    const PackageContent before = read_content(options.before, context.stop);
    const PackageContent after = read_content(options.after, context.stop);
    DiffReport report{options.before, options.after, diff(before, after)};
    report.diff.floor = sdk::floor_change(before.scan, after.scan, context.edges.knowledge());
    for (const Threshold& threshold : thresholds)
        report.thresholds.push_back({threshold.text(), threshold.exceeded(report.diff)});
    return report;
}

// A value of the manifest; what JSON cannot hold stays text.
json value_json(const std::string& text) {
    if (text.empty()) return nullptr;
    json value = parse_foreign(text);
    return value.is_discarded() ? or_null(text) : value;
}

json file_change_json(const FileChange& change) {
    return {{"change", change_name(change.change)},
            {"path", or_null(change.path)},
            {"content", change.content},
            {"mode", change.mode},
            {"before", change.before ? member_json(*change.before) : json()},
            {"after", change.after ? member_json(*change.after) : json()}};
}

json need_json(const NeedChange& change) {
    return {{"change", change_name(change.change)},
            {"path", or_null(change.path)},
            {"kind", change.kind},
            {"what", or_null(change.what)},
            {"newToPackage", change.new_to_package}};
}

json document_of(const DiffReport& report) {
    const PackageDiff& diff = report.diff;
    json document = {{"kind", "acapctl.diff/v1"},
                     {"before", {{"path", or_null(report.before)}, {"size", diff.size_before}}},
                     {"after", {{"path", or_null(report.after)}, {"size", diff.size_after}}},
                     {"equal", diff.empty()},
                     {"manifest", json::array()},
                     {"files", json::array()},
                     {"elf", json::array()},
                     {"axisOs", nullptr},
                     {"thresholds", json::array()}};
    for (const ManifestChange& change : diff.manifest)
        document["manifest"].push_back({{"change", change_name(change.change)},
                                        {"path", or_null(change.path)},
                                        {"before", value_json(change.before)},
                                        {"after", value_json(change.after)}});
    for (const FileChange& change : diff.files)
        document["files"].push_back(file_change_json(change));
    for (const NeedChange& change : diff.needs) document["elf"].push_back(need_json(change));
    if (diff.floor)
        document["axisOs"] = {{"before", diff.floor->before},
                              {"after", diff.floor->after},
                              {"narrower", diff.floor->narrower}};
    for (const ThresholdResult& result : report.thresholds)
        document["thresholds"].push_back({{"threshold", or_null(result.text)},
                                          {"exceeded", result.why.has_value()},
                                          {"why", result.why ? json(*result.why) : json()}});
    return document;
}

// "0644 1234", "-> target"; for a file of which only the content differs the size is all there is.
std::string shown(const std::optional<Member>& member) {
    if (!member) return "";
    std::string text = fmt::format("{:04o}", member->mode);
    if (member->type == MemberType::file) return fmt::format("{} {}", text, member->size);
    text += std::string(" ") + type_name(member->type);
    return member->link.empty() ? text : text + " -> " + member->link;
}

Table::Cell cell(Change change) {
    return {change_name(change), change == Change::added     ? Style::green
                                 : change == Change::removed ? Style::red
                                                             : Style::yellow};
}

void add_rows(const PackageDiff& diff, Table& table) {
    if (diff.size_before != diff.size_after)
        table.add({"size", cell(Change::changed), "", std::to_string(diff.size_before),
                   std::to_string(diff.size_after)});
    if (diff.floor)
        table.add({"axis-os", cell(Change::changed), "", diff.floor->before, diff.floor->after});
    for (const ManifestChange& change : diff.manifest)
        table.add({"manifest", cell(change.change), change.path, change.before, change.after});
    for (const FileChange& change : diff.files)
        table.add(
            {"file", cell(change.change), change.path, shown(change.before), shown(change.after)});
    for (const NeedChange& change : diff.needs) {
        const std::string what = change.kind + " " + change.what;
        const bool gone = change.change == Change::removed;
        table.add({"elf", cell(change.change), change.path, gone ? what : "", gone ? "" : what});
    }
}

ExitCode print_diff(const DiffReport& report, Terminal& terminal) {
    if (terminal.json()) {
        terminal.print_document(document_of(report));
    } else if (report.diff.empty()) {
        terminal.note("no difference");
    } else {
        Table table({"WHAT", "CHANGE", "WHERE", "BEFORE", "AFTER"});
        add_rows(report.diff, table);
        table.print(terminal);
    }
    for (const ThresholdResult& result : report.thresholds)
        if (result.why) terminal.warn(fmt::format("{}: {}", result.text, *result.why));
    return report.failed() ? ExitCode::invalid_input : ExitCode::done;
}

} // namespace

void add_diff(Verbs& verbs) {
    auto options = Verbs::options<DiffOptions>();
    Command verb =
        verbs.add("diff", "Compare two packages: manifest, files, needs, AXIS OS",
                  [options](Context& c) { return print_diff(run_diff(*options, c), c.terminal); });
    verb.add_option("A", options->before, "The package before").required();
    verb.add_option("B", options->after, "The package after").required();
    verb.add_repeatable("--fail-on", options->fail_on,
                        "Exit 3 if this is exceeded, see below; repeatable")
        .type_name("THRESHOLD");
    verb.footer(
        "Thresholds:\n"
        "  size>5%  size>200kB  size>1.5MB   the package grew by more\n"
        "  manifest  manifest>N              more than 0 or N values of the manifest differ\n"
        "  files  files>N                    more than 0 or N files differ\n"
        "  elf  elf>N                        more than 0 or N libraries or symbol versions are "
        "needed that no file of A needed\n"
        "  floor                             some AXIS OS version that A allows, B does not\n"
        "  any                               anything differs\n\n"
        "The times of files, the order of files and keys, and the compression are no "
        "difference; the size of the package is.\n\n"
        "Example: acapctl diff --fail-on 'size>5%' --fail-on floor old.eap new.eap");
}

} // namespace acapctl::cli
