// `acapctl compat`: on which chips and AXIS OS versions a package runs, and why not elsewhere.
#include "builder/record/record.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "lint/project_scan.hpp"
#include "sdk/package_needs.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct CompatOptions {
    std::string path;
    NarrowOptions narrow;
};

// One package, or a project that has none yet.
struct Judged {
    std::string file{}; // empty: the project itself
    std::string app_name{};
    std::string version{};
    sdk::Compatibility compatibility{};
};

struct Combination {
    sdk::DeviceFacts device{};
    const Judged* judged = nullptr; // the package that would be installed there
    sdk::Answer answer{};
};

struct CompatReport {
    std::vector<Judged> judged{};            // one per architecture; never empty
    std::vector<Combination> combinations{}; // by chip, then by AXIS OS, oldest first
    bool runs() const {
        return std::ranges::any_of(combinations, [](const Combination& combination) {
            return combination.answer.runs != Runs::no;
        });
    }
};

Judged judge(const PackageScan& scan, const sdk::CompatibilityInput& input,
             const sdk::Knowledge& known) {
    return {.file = scan.package.file.string(),
            .app_name = scan.package.app_name,
            .version = scan.package.version,
            .compatibility = sdk::compatibility(input, known)};
}

Judged judge(const PackageScan& scan, const sdk::Knowledge& known) {
    return judge(scan, sdk::compatibility_input(scan), known);
}

std::vector<Judged> judge_path(const std::string& path, Context& context) {
    const sdk::Knowledge known = context.edges.knowledge();
    const WordSearch& words = sdk::InterfaceTable::built_in().words();
    std::error_code error;
    if (!std::filesystem::is_directory(path, error))
        return {judge(scan_package(path, words, context.stop), known)};
    std::vector<Judged> judged;
    for (const auto& package : builder::last_build(path).value_or(builder::LastBuild{}).packages)
        judged.push_back(judge(scan_package(package, words, context.stop), known));
    if (!judged.empty()) return judged;
    const PackageScan scan = lint::scan_project(path);
    const Judged project = judge(scan, lint::project_needs(scan, path, known.catalog), known);
    context.terminal.note(
        fmt::format("acapctl has built no package of {}: judged by its manifest and what is "
                    "compiled in it",
                    text::visible(path)));
    return {project};
}

CompatReport run_compat(const CompatOptions& options, Context& context) {
    const sdk::Catalog& catalog = context.edges.catalog();
    const sdk::DeviceFacts question = facts_of(narrowed(options.narrow, context), catalog);
    CompatReport report{.judged = judge_path(options.path, context)};
    std::vector<const sdk::Compatibility*> packages;
    for (const Judged& judged : report.judged) packages.push_back(&judged.compatibility);
    for (const sdk::DeviceFacts& device : sdk::devices_in_question(question, catalog)) {
        sdk::PackageChoice choice = sdk::choose_for(device, packages);
        report.combinations.push_back(
            {device, &report.judged[choice.package], std::move(choice.answer)});
    }
    return report;
}

json requires_json(const sdk::Compatibility& found) {
    json chips = json::array();
    for (const sdk::Chip& chip : found.chips) chips.push_back(chip.name);
    return {{"architecture", or_null(text::visible(found.architecture))},
            {"axisOs", sdk::json_of(found.allows)},
            {"proven", sdk::json_of(found.proven)},
            {"chips", std::move(chips)}};
}

json judged_json(const Judged& judged) {
    const sdk::Compatibility& found = judged.compatibility;
    return {{"path", or_null(judged.file)},
            {"appName", or_null(text::visible(judged.app_name))},
            {"version", or_null(text::visible(judged.version))},
            {"sentence", found.sentence},
            {"requires", requires_json(found)},
            {"requirements", sdk::json_of(found.requirements)}};
}

// What is said of the one package stands at the top level too; of several only in packages[].
json document_of(const CompatReport& report) {
    json combinations = json::array();
    for (const Combination& combination : report.combinations) {
        const auto& axis_os = combination.device.axis_os;
        combinations.push_back(
            {{"chip", combination.device.chip_id()},
             {"architecture", or_null(text::visible(combination.device.architecture))},
             {"axisOs", axis_os ? json(axis_os->str()) : json()},
             {"package", or_null(combination.judged->file)},
             {"verdict", runs_name(combination.answer.runs)},
             {"reasons", combination.answer.reasons}});
    }
    json packages = json::array();
    for (const Judged& judged : report.judged) packages.push_back(judged_json(judged));
    const json& first = packages.front();
    json document = {{"kind", "acapctl.compat/v1"},
                     {"package", {{"appName", first["appName"]}, {"version", first["version"]}}}};
    for (const char* key : {"sentence", "requires", "requirements"})
        document[key] = packages.size() == 1 ? first[key] : json();
    document["packages"] = std::move(packages);
    document["combinations"] = std::move(combinations);
    return document;
}

Style style_of(Runs runs) {
    switch (runs) {
    case Runs::yes:
        return Style::green;
    case Runs::no:
        return Style::red;
    default:
        return Style::yellow;
    }
}

std::string axis_os_name(const Combination& combination) {
    return combination.device.axis_os ? combination.device.axis_os->str() : "unknown";
}

// Neighbouring releases with one answer share a line.
void print_combinations(const CompatReport& report, Terminal& terminal) {
    Table table({"CHIP", "AXIS OS", "RUNS", "WHY"});
    const auto& all = report.combinations;
    for (std::size_t first = 0; first < all.size();) {
        const sdk::Answer& answer = all[first].answer;
        std::size_t last = first;
        while (last + 1 < all.size() && all[last + 1].device.chip == all[first].device.chip &&
               all[last + 1].answer.runs == answer.runs &&
               all[last + 1].answer.reasons == answer.reasons)
            ++last;
        std::string versions = axis_os_name(all[first]);
        if (last != first) versions += " - " + axis_os_name(all[last]);
        table.add({all[first].device.chip_name(),
                   versions,
                   {runs_name(answer.runs), style_of(answer.runs)},
                   text::join(answer.reasons, "; ")});
        first = last + 1;
    }
    table.print(terminal);
}

ExitCode print_compat(const CompatReport& report, const CompatOptions& options,
                      Terminal& terminal) {
    if (terminal.json()) {
        terminal.print_document(document_of(report));
    } else {
        print_combinations(report, terminal);
        for (const Judged& judged : report.judged)
            terminal.note((report.judged.size() == 1 ? "" : text::visible(judged.file) + ": ") +
                          judged.compatibility.sentence);
    }
    return options.narrow.given() && !report.runs() ? ExitCode::incompatible : ExitCode::done;
}

} // namespace

void add_compat(Verbs& verbs) {
    auto options = Verbs::options<CompatOptions>();
    Command verb = verbs.add(
        "compat", "Show on which chips and AXIS OS versions a package runs, and why not",
        [options](Context& context) {
            return print_compat(run_compat(*options, context), *options, context.terminal);
        });
    verb.add_option("PATH", options->path,
                    "A package, or a project: the packages of its last build, else its manifest")
        .required();
    add_narrow_options(verb, options->narrow);
    verb.footer("With --axis-os, --chip or --for the exit code is 9 if it cannot run there. Given "
                "with --for, the other two win over what the device says: will it still run after "
                "the upgrade?\n\n"
                "Example: acapctl compat --axis-os 11.11 build/hello_1_0_0_aarch64.eap");
}

} // namespace acapctl::cli
