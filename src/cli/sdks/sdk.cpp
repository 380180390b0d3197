// `acapctl sdk`: what is known of Axis' SDK images. Sub-verbs live in files named sdk_*.cpp; the
// group and `scan` are here.
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "sdk/image_facts.hpp"
#include "sdk/scan.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct ScanOptions {
    sdk::ScanRequest request;
    bool save = false;
};

struct ScanReport {
    std::vector<sdk::SymbolScan> scans;
    std::filesystem::path saved{}; // empty: not
};

ScanReport run_scan(const ScanOptions& options, Context& context) {
    ScanReport report{sdk::scan_sdk(
        options.request, context.edges.catalog(),
        [&](std::string_view text) { context.terminal.note(text); }, context.stop)};
    if (options.save) report.saved = sdk::save_scans(report.scans);
    return report;
}

json document_of(const ScanReport& report) {
    sdk::SymbolTable table;
    for (const sdk::SymbolScan& scan : report.scans) table.add(scan);
    return {{"kind", "acapctl.sdk-scan/v1"},
            {"scans", table.document().at("scans")},
            {"saved", report.saved.empty() ? json() : json(report.saved.string())}};
}

void print_scan(const ScanReport& report, Terminal& terminal) {
    if (terminal.json()) return terminal.print_document(document_of(report));
    Table table({"AXIS OS", "ARCHITECTURE", "LIBRARY", "VERSIONS", "NEWEST"});
    for (const sdk::SymbolScan& scan : report.scans)
        for (const auto& [library, versions] : scan.libraries)
            table.add({scan.axis_os.str(), scan.architecture, library,
                       std::to_string(versions.size()),
                       text::join(sdk::newest_of_families(versions), " ")});
    table.print(terminal);
    if (!report.saved.empty())
        terminal.note(fmt::format("saved to {}; inspect, compat and lint use it from now on",
                                  report.saved.string()));
}

void add_scan(Verbs& verbs, const Command& group) {
    auto options = Verbs::options<ScanOptions>();
    Command verb = verbs.add(
        "scan", "Measure which symbol versions an SDK's libraries offer",
        [options](Context& context) {
            print_scan(run_scan(*options, context), context.terminal);
            return ExitCode::done;
        },
        group);
    sdk::ScanRequest& request = options->request;
    verb.add_option("IMAGE", request.source,
                    "An SDK image, an SDK version, or a directory with an SDK's files")
        .type_name("SDK|DIR")
        .required();
    verb.add_flag("--sysroot", request.sysroot, "The directory is a sysroot itself");
    verb.add_option("--arch", request.architecture, "Only this architecture").type_name("ARCH");
    verb.add_option("--axis-os", request.axis_os,
                    "The AXIS OS it is made from, if it does not say so itself")
        .type_name("AXIS-OS");
    verb.add_option("--engine", request.engine, "docker or podman")
        .type_name("ENGINE")
        .one_of({"docker", "podman"});
    verb.add_flag("--save", options->save,
                  "Keep the result; inspect, compat and lint then know these versions");
    verb.footer("Example: acapctl sdk scan --save 12.11.0");
}

} // namespace

void add_sdk(Verbs& verbs) {
    Command group = verbs.add_group("sdk", "SDK images and manifest schemas");
    add_sdk_list(verbs, group);
    add_sdk_show(verbs, group);
    add_sdk_pull(verbs, group);
    add_scan(verbs, group);
    add_sdk_schema(verbs, group);
    group.footer("Example: acapctl sdk list");
}

} // namespace acapctl::cli
