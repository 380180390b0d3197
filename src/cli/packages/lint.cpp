// `acapctl lint PATH...`: named findings about projects, manifests and packages.
#include "cli/packages/lint.hpp"

#include "builder/record/record.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "lint/sarif.hpp"
#include "sdk/manifest_schemas.hpp"
#include "support/diagnostics.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct LintOptions {
    std::vector<std::string> paths;
    NarrowOptions narrow;
    std::string sdk;
    std::string format = "text";
    std::string fail_on = "error";
};

// Of the SDK that built a project last, if acapctl read them then. It may not be the SDK that will
// build it next, so what it lacks says nothing.
manifest::SdkSchemas schemas_of_last_build(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) return {};
    const auto image = builder::last_image(path);
    auto schemas = image ? sdk::cached_schemas(image->name, image->id) : std::nullopt;
    if (!schemas || schemas->empty()) return {};
    diagnostics::detail("{}: manifest schemas of {}", path, schemas->sdk);
    schemas->complete = false;
    return *schemas;
}

lint::Report run_lint(const LintOptions& options, Context& context) {
    const sdk::Knowledge knowledge = context.edges.knowledge();
    lint::Request request{.target = facts_of(narrowed(options.narrow, context), knowledge.catalog),
                          .stop = context.stop};
    if (!options.sdk.empty())
        request.schemas = sdk::schemas_of(options.sdk, knowledge.catalog, context.stop);
    lint::Report report;
    for (const std::string& path :
         options.paths.empty() ? std::vector<std::string>{"."} : options.paths) {
        request.paths = {path};
        if (options.sdk.empty()) request.schemas = schemas_of_last_build(path);
        auto found = lint::lint(request, knowledge).findings;
        report.findings.insert(report.findings.end(), std::make_move_iterator(found.begin()),
                               std::make_move_iterator(found.end()));
    }
    return report;
}

std::string place_of(const lint::Finding& finding) {
    std::string place = finding.file;
    if (!finding.member.empty()) place += ": " + finding.member;
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
            diagnostics::detail("ignored {} at {}: {}", finding.rule->id, place_of(finding),
                                *finding.ignored);
            continue;
        }
        StyledText line = place_of(finding) + ": ";
        line += {lint::severity_name(finding.severity), style_of(finding.severity)};
        line += ": ";
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

// Whether a finding remains that is bad enough.
bool fails(const lint::Report& report, const std::string& from) {
    using lint::Severity;
    return report.count(Severity::error) > 0 ||
           (from != "error" && report.count(Severity::warning) > 0) ||
           (from == "note" && report.count(Severity::note) > 0);
}

nlohmann::json document_of(const lint::Report& report, const std::string& fail_on) {
    nlohmann::json document = lint::json_report(report);
    document["failOn"] = fail_on;
    document["failed"] = fails(report, fail_on);
    return document;
}

ExitCode print_lint(const lint::Report& report, const LintOptions& options, Terminal& terminal) {
    if (options.format == "sarif")
        terminal.print_json(lint::sarif(report, ACAPCTL_VERSION)
                                .dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    else if (options.format == "json" || terminal.json())
        terminal.print_document(document_of(report, options.fail_on));
    else if (options.format == "github")
        for (const std::string& line : lint::github_annotations(report))
            terminal.print_command(line);
    else
        print_text(report, terminal);
    return fails(report, options.fail_on) ? ExitCode::invalid_input : ExitCode::done;
}

} // namespace

lint::Report lint_projects(const std::vector<std::string>& directories, Context& context) {
    LintOptions options;
    options.paths = directories;
    return run_lint(options, context);
}

nlohmann::json findings_document(const lint::Report& report) {
    return document_of(report, LintOptions().fail_on);
}

void print_findings(const lint::Report& report, Terminal& terminal) {
    print_text(report, terminal);
}

void add_lint(Verbs& verbs) {
    auto options = Verbs::options<LintOptions>();
    Command verb =
        verbs.add("lint", "Check projects, manifests and packages", [options](Context& context) {
            return print_lint(run_lint(*options, context), *options, context.terminal);
        });
    verb.add_option("PATH", options->paths,
                    "Project directories, manifests or packages; default: this directory");
    add_narrow_options(verb, options->narrow);
    verb.add_option("--sdk", options->sdk,
                    "Apply the manifest schemas of this SDK: a version or image that is here, or a "
                    "directory with its files")
        .type_name("SDK");
    verb.add_option("--format", options->format, "text, json, sarif or github")
        .type_name("FORMAT")
        .one_of({"text", "json", "sarif", "github"});
    verb.add_option("--fail-on", options->fail_on,
                    "What ends it with 3: error, warning or note; default: error")
        .type_name("SEVERITY")
        .one_of({"error", "warning", "note"});
    verb.footer("Ends with 3 when an error remains, or what --fail-on names. Rules are ignored, "
                "with a reason, in "
                "acapctl.toml:\n\n  [lint]\n  ignore = [{id = \"run-mode-never\", reason = \"a "
                "demonstration\"}]\n\nWithout --sdk the schemas are those of the SDK that "
                "built the project last, else the built-in ones.\n\n"
                "Example: acapctl lint . --axis-os 12.11");
}

} // namespace acapctl::cli
