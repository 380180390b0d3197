// `acapctl lint PATH...`: named findings about projects, manifests and packages.
#include "cli/verbs.hpp"
#include "lint/sarif.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

struct LintOptions {
    std::vector<std::string> paths;
    std::string axis_os;
    std::string chip;
    std::string format = "text";
};

lint::Report run_lint(const LintOptions& options) {
    lint::Request request{.axis_os = options.axis_os, .chip = options.chip};
    for (const std::string& path : options.paths) request.paths.emplace_back(path);
    if (request.paths.empty()) request.paths.emplace_back(".");
    return lint::lint(request);
}

std::string place_of(const lint::Finding& finding) {
    std::string place = text::visible(finding.file);
    if (!finding.member.empty()) place += ": " + text::visible(finding.member);
    if (finding.line != 0) place += fmt::format(":{}", finding.line);
    if (finding.column != 0) place += fmt::format(":{}", finding.column);
    return place;
}

Style style_of(lint::Severity severity) {
    switch (severity) {
    case lint::Severity::error:
        return Style::red;
    case lint::Severity::warning:
        return Style::yellow;
    case lint::Severity::note:
        break;
    }
    return Style::cyan;
}

void print_text(const lint::Report& report, Terminal& terminal) {
    for (const lint::Finding& finding : report.findings) {
        if (finding.ignored) {
            terminal.detail(fmt::format("ignored {} at {}: {}", finding.rule->id, place_of(finding),
                                        text::visible(*finding.ignored)));
            continue;
        }
        std::string line = fmt::format(
            "{}: {}: ", place_of(finding),
            terminal.paint(style_of(finding.severity), lint::severity_name(finding.severity)));
        if (!finding.path.empty() && finding.path != "$") line += finding.path + ": ";
        line += fmt::format("{} [{}]", finding.message, finding.rule->id);
        terminal.print(line);
        if (!finding.hint.empty()) terminal.print("    " + finding.hint);
    }
    const std::size_t errors = report.count(lint::Severity::error);
    const std::size_t warnings = report.count(lint::Severity::warning);
    const std::size_t notes = report.count(lint::Severity::note);
    terminal.note(fmt::format("{} error{}, {} warning{}, {} note{}, {} ignored", errors,
                              errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s", notes,
                              notes == 1 ? "" : "s", report.ignored()));
    if (errors + warnings + notes > 0)
        terminal.note("'acapctl explain RULE' says why a rule matters and how to mend a finding");
}

void print_lint(const LintOptions& options, const lint::Report& report, Terminal& terminal) {
    if (options.format == "sarif")
        terminal.print(lint::sarif(report, ACAPCTL_VERSION).dump(2));
    else if (options.format == "json" || terminal.json())
        terminal.print_document(lint::json_report(report));
    else if (options.format == "github")
        for (const std::string& line : lint::github_annotations(report))
            terminal.print(text::visible(line));
    else
        print_text(report, terminal);
}

} // namespace

void add_lint(Verbs& verbs) {
    auto options = Verbs::options<LintOptions>();
    CLI::App& verb =
        verbs.add("lint", "Check projects, manifests and packages", [options](Context& context) {
            const lint::Report report = run_lint(*options);
            print_lint(*options, report, context.terminal);
            return report.count(lint::Severity::error) == 0 ? ExitCode::done
                                                            : ExitCode::invalid_input;
        });
    verb.add_option("PATH", options->paths,
                    "Project directories, manifests or packages; default: this directory");
    verb.add_option("--axis-os", options->axis_os, "Only what matters on this AXIS OS version")
        ->type_name("VERSION");
    verb.add_option("--chip", options->chip, "Also what matters on this chip, as artpec8")
        ->type_name("CHIP");
    verb.add_option("--format", options->format, "text, json, sarif or github")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"text", "json", "sarif", "github"}).description(""));
    verb.footer("Ends with 3 when an error remains. Rules are ignored, with a reason, in "
                "acapctl.toml:\n  [lint]\n  ignore = [{id = \"run-mode-never\", reason = \"a "
                "demonstration\"}]\nExample: acapctl lint . --axis-os 12.11");
}

} // namespace acapctl::cli
