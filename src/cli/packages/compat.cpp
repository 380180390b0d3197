// `acapctl compat`: on which chips and AXIS OS versions a package runs, and why not elsewhere.
#include "builder/record/record.hpp"
#include "cli/app/verbs.hpp"
#include "cli/packages/installed.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "lint/project_scan.hpp"
#include "sdk/package_needs.hpp"
#include "sdk/readiness.hpp"
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
    std::vector<std::string> paths;
    NarrowOptions narrow;
    bool strict = false;
    std::string packages; // these two of what is installed on devices
    std::string html;
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
    sdk::Prospect prospect{};
};

struct CompatReport {
    std::string path{};
    std::vector<Judged> judged{};            // one per architecture; never empty
    std::vector<Combination> combinations{}; // by chip, then by AXIS OS, oldest first
    bool runs() const {
        return std::ranges::any_of(combinations, [](const Combination& combination) {
            return combination.answer.runs != Runs::no;
        });
    }
    // Where it is best: no package is for every device.
    sdk::Readiness readiness() const {
        sdk::Readiness best = sdk::Readiness::not_ready;
        for (const Combination& combination : combinations)
            best = std::min(best, combination.prospect.readiness);
        return best;
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

CompatReport judge_on(const sdk::DeviceFacts& question, const std::string& path, Context& context) {
    const sdk::Catalog& catalog = context.edges.catalog();
    CompatReport report{.path = path, .judged = judge_path(path, context)};
    std::vector<const sdk::Compatibility*> packages;
    for (const Judged& judged : report.judged) packages.push_back(&judged.compatibility);
    for (const sdk::DeviceFacts& device : sdk::devices_in_question(question, catalog)) {
        sdk::PackageChoice choice = sdk::choose_for(device, packages);
        const Judged& judged = report.judged[choice.package];
        sdk::Prospect prospect = sdk::prospect_of(judged.compatibility, device);
        for (sdk::ReadinessReason& reason : sdk::prospect_of(device).reasons)
            prospect.add(std::move(reason));
        report.combinations.push_back(
            {device, &judged, std::move(choice.answer), std::move(prospect)});
    }
    return report;
}

std::vector<CompatReport> run_compat(const CompatOptions& options, Context& context) {
    const sdk::DeviceFacts question =
        facts_of(narrowed(options.narrow, context), context.edges.catalog());
    std::vector<CompatReport> reports;
    for (const std::string& path :
         options.paths.empty() ? std::vector<std::string>{"."} : options.paths)
        reports.push_back(judge_on(question, path, context));
    return reports;
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
             {"readiness", sdk::readiness_name(combination.prospect.readiness)},
             {"reasons", combination.answer.reasons},
             {"readinessReasons", reasons_json(combination.prospect)}});
    }
    json packages = json::array();
    for (const Judged& judged : report.judged) packages.push_back(judged_json(judged));
    const json& first = packages.front();
    json document = {{"kind", "acapctl.compat/v1"},
                     {"package", {{"appName", first["appName"]}, {"version", first["version"]}}}};
    for (const char* key : {"sentence", "requires", "requirements"})
        document[key] = packages.size() == 1 ? first[key] : json();
    document["packages"] = std::move(packages);
    document["readiness"] = sdk::readiness_name(report.readiness());
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

// One report is the document itself, as ever; several are in it.
json document_of(const std::vector<CompatReport>& reports) {
    if (reports.size() == 1) return document_of(reports.front());
    json list = json::array();
    for (const CompatReport& report : reports) {
        list.push_back(document_of(report));
        list.back().erase("kind");
        list.back()["path"] = report.path;
    }
    return {{"kind", "acapctl.compat/v1"}, {"reports", std::move(list)}};
}

// Of the chip that it suits best, what stands between a package and the AXIS OS that was asked
// about.
void print_what_to_do(const CompatReport& report, const Judged& judged, Terminal& terminal) {
    const auto rank = [](const Combination& each) {
        return std::pair(each.prospect.readiness, each.prospect.reasons.size());
    };
    const Combination* best = nullptr;
    for (const Combination& each : report.combinations)
        if (each.judged == &judged && (best == nullptr || rank(each) < rank(*best))) best = &each;
    if (best == nullptr) return;
    terminal.note(fmt::format("{} for AXIS OS {}{}", sdk::readiness_words(best->prospect.readiness),
                              axis_os_name(*best), best->prospect.reasons.empty() ? "" : ":"));
    for (const sdk::ReadinessReason& reason : best->prospect.reasons)
        terminal.note("  " + in_words(reason));
}

void print_report(const CompatReport& report, bool several, bool to_do, Terminal& terminal) {
    if (several) terminal.print({text::visible(report.path), Style::bold});
    print_combinations(report, terminal);
    for (const Judged& judged : report.judged) {
        terminal.note(
            (report.judged.size() == 1 && !several
                 ? ""
                 : text::visible(judged.file.empty() ? report.path : judged.file) + ": ") +
            judged.compatibility.sentence);
        if (to_do) print_what_to_do(report, judged, terminal);
    }
}

ExitCode print_compat(const std::vector<CompatReport>& reports, const CompatOptions& options,
                      Terminal& terminal) {
    if (terminal.json())
        terminal.print_document(document_of(reports));
    else
        for (const CompatReport& report : reports)
            print_report(report, reports.size() > 1, !options.narrow.axis_os.empty(), terminal);
    const bool fails = std::ranges::any_of(reports, [&](const CompatReport& report) {
        return (options.narrow.given() && !report.runs()) ||
               (options.strict && report.readiness() != sdk::Readiness::ready);
    });
    return fails ? ExitCode::incompatible : ExitCode::done;
}

// What is installed on devices, if some are named; else packages.
ExitCode compat_verb(const CompatOptions& options, Context& context) {
    const NarrowOptions& narrow = options.narrow;
    if (narrow.connection.targets.empty()) {
        if (!options.packages.empty() || !options.html.empty())
            throw_usage("--packages and --html are about what is installed on devices",
                        "name the devices with -t");
        return print_compat(run_compat(options, context), options, context.terminal);
    }
    if (!options.paths.empty() || !narrow.chip.empty() || !narrow.device.empty())
        throw_usage("-t is about what is installed on devices: no package, --chip or --for goes "
                    "with it",
                    "compat --for DEVICE EAP asks about a package");
    const InstalledOptions installed{.devices = narrow.connection,
                                     .axis_os = narrow.axis_os,
                                     .packages = options.packages,
                                     .html = options.html,
                                     .strict = options.strict};
    return print_installed(run_installed(installed, context), installed, context.terminal);
}

} // namespace

void add_compat(Verbs& verbs) {
    auto options = Verbs::options<CompatOptions>();
    Command verb =
        verbs.add("compat", "Show where packages run, and whether devices are ready for an AXIS OS",
                  [options](Context& context) { return compat_verb(*options, context); });
    verb.add_option(
        "PATH", options->paths,
        "Packages, or projects: the packages of the last build, else the manifest; default: .");
    add_narrow_options(verb, options->narrow);
    verb.add_flag("--strict", options->strict,
                  "Exit code 9 for unknown, unsigned and warnings too");
    add_target_options(verb, options->narrow.connection);
    verb.add_option("--packages", options->packages,
                    "With -t: a directory with packages of what is installed, beside those that "
                    "were deployed from here")
        .type_name("DIR")
        .not_empty();
    verb.add_option("--html", options->html, "With -t: write a page for a browser")
        .type_name("FILE")
        .not_empty();
    verb.footer("With --axis-os, --chip or --for the exit code is 9 if a package cannot run there. "
                "Given with --for, the other two win over what the device says: will it still run "
                "after the upgrade? With -t and --axis-os it is 9 if an application on the devices "
                "is not ready for that AXIS OS.\n\n"
                "Example: acapctl compat --axis-os 11.11 build/hello_1_0_0_aarch64.eap\n"
                "Example: acapctl compat -t @site --axis-os 13 --packages packages");
}

} // namespace acapctl::cli
