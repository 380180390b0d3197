// `acapctl check`: lint and compile, and pack nothing.
#include "builder/plan/project.hpp"
#include "builder/plan/request.hpp"
#include "cli/app/advice.hpp"
#include "cli/app/verbs.hpp"
#include "cli/packages/lint.hpp"
#include "cli/projects/build_output.hpp"
#include "cli/shared/build_options.hpp"
#include "cli/shared/edges.hpp"
#include "lint/findings.hpp"
#include "support/error_json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

lint::Report findings_of(const BuildOptions& options, Context& context) {
    std::vector<std::string> directories;
    for (const builder::Project& project :
         builder::find_projects(options.directory, context.edges.catalog(), options.apps))
        directories.push_back(project.directory.string());
    return lint_projects(directories, context);
}

nlohmann::json json_of(const std::vector<builder::Compiled>& compiled) {
    nlohmann::json list = nlohmann::json::array();
    for (const builder::Compiled& each : compiled)
        list.push_back({{"application", each.application},
                        {"architecture", each.architecture},
                        {"variant", or_null(each.variant)}});
    return list;
}

void print_compiled(const builder::Report& report, Terminal& terminal) {
    for (const builder::Compiled& each : report.compiled)
        terminal.print(fmt::format("{} compiles for {}{}", text::visible(each.application),
                                   each.architecture,
                                   each.variant.empty() ? "" : ", variant " + each.variant));
    for (const builder::Failed& failed : report.failures) terminal.error(advised(failed.failure));
}

nlohmann::json document_of(const lint::Report& findings, const builder::Report& report) {
    const nlohmann::json lint = findings_document(findings);
    if (report.failures.empty())
        return {
            {"kind", "acapctl.check/v1"}, {"lint", lint}, {"compiled", json_of(report.compiled)}};
    nlohmann::json document = error_document(advised(builder::summary(report)));
    document["lint"] = lint;
    document["compiled"] = json_of(report.compiled);
    return document;
}

// What lint finds costs no compiler.
ExitCode run_check(BuildOptions options, Context& context) {
    options.compile_only = true;
    settle_target(options, context);
    Terminal& terminal = context.terminal;
    const lint::Report findings = findings_of(options, context);
    if (!terminal.json()) print_findings(findings, terminal);
    builder::Report report;
    const bool clean = findings.count(lint::Severity::error) == 0;
    const sdk::Catalog& catalog = context.edges.catalog();
    if (clean)
        report = BuildOutput(terminal).of([&](const builder::Observer& observer) {
            return builder::build(build_request(options, catalog), catalog, observer, context.stop);
        });
    if (terminal.json())
        terminal.print_document(document_of(findings, report));
    else
        print_compiled(report, terminal);
    if (!clean) return ExitCode::invalid_input;
    return report.failures.empty() ? ExitCode::done : exit_code(builder::summary(report).kind);
}

} // namespace

void add_check(Verbs& verbs) {
    auto options = Verbs::options<BuildOptions>();
    Command verb = verbs.add("check", "Lint and compile a project, and pack nothing",
                             [options](Context& context) { return run_check(*options, context); });
    verb.add_option("DIR", options->directory, "The project; default: the current directory");
    Option all =
        verb.add_flag("--all", options->all, "Compile for every architecture, and every variant");
    verb.add_repeatable("--app", options->apps,
                        "Of the applications below DIR, only this one; repeatable")
        .type_name("APP");
    for (const Option& each : add_target_options(verb, *options)) all.excludes(each);
    add_engine_options(verb, *options);
    add_dockerfile_options(verb, *options);
    verb.footer(
        "Ends with 3 when lint finds an error, and then compiles nothing; with 7 when it "
        "does not compile. The package and the record of the last build stay as they are.\n\n"
        "Example: acapctl check --all");
}

} // namespace acapctl::cli
