// `acapctl explain RULE`: the page about a lint rule.
#include "cli/app/verbs.hpp"
#include "lint/page.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct ExplainOptions {
    std::string id;
    std::string pages; // directory for the pages of all rules
};

struct ExplainReport {
    const lint::Rule* rule = nullptr; // nullptr: all of them
    bool written = false;             // to pages, and there is nothing to print
};

const lint::Rule& known_rule(const std::string& id) {
    if (const lint::Rule* rule = lint::find_rule(id)) return *rule;
    std::vector<std::string> known;
    for (const lint::Rule& each : lint::rules()) known.push_back(each.id);
    const std::string hint = text::did_you_mean(id, known);
    throw_usage(fmt::format("no rule '{}'", text::visible(id)),
                hint.empty() ? "'acapctl explain' lists the rules" : hint);
}

void write_pages(const std::filesystem::path& directory) {
    std::filesystem::create_directories(directory);
    write_file(directory / "README.md", lint::index_page());
    for (const lint::Rule& rule : lint::rules())
        write_file(directory / (rule.id + ".md"), lint::page(rule));
}

ExplainReport run_explain(const ExplainOptions& options) {
    if (!options.pages.empty()) {
        write_pages(options.pages);
        return {.written = true};
    }
    return {.rule = options.id.empty() ? nullptr : &known_rule(options.id)};
}

nlohmann::json document_of(const lint::Rule& rule) {
    return {{"id", rule.id},
            {"severity", lint::severity_name(rule.severity)},
            {"title", rule.title},
            {"why", rule.why},
            {"mend", rule.mend},
            {"seen", rule.seen},
            {"from", or_null(rule.from)},
            {"until", or_null(rule.until)}};
}

void print_rules(Terminal& terminal) {
    if (terminal.json()) {
        nlohmann::json all = nlohmann::json::array();
        for (const lint::Rule& rule : lint::rules()) all.push_back(document_of(rule));
        return terminal.print_document({{"kind", "acapctl.explain/v1"}, {"rules", all}});
    }
    Table table({"RULE", "SEVERITY", "FINDING"});
    for (const lint::Rule& rule : lint::rules())
        table.add({rule.id, lint::severity_name(rule.severity), rule.title});
    table.print(terminal);
}

void print_rule(const lint::Rule& rule, Terminal& terminal) {
    if (terminal.json()) {
        nlohmann::json document = document_of(rule);
        document["kind"] = "acapctl.explain/v1";
        return terminal.print_document(document);
    }
    std::string page = lint::page(rule);
    page.pop_back();
    terminal.print_prose(page);
}

ExitCode print_explain(const ExplainReport& report, Terminal& terminal) {
    if (report.rule != nullptr)
        print_rule(*report.rule, terminal);
    else if (!report.written)
        print_rules(terminal);
    return ExitCode::done;
}

} // namespace

void add_explain(Verbs& verbs) {
    auto options = Verbs::options<ExplainOptions>();
    Command verb = verbs.add("explain", "Say what a lint rule means and how to mend it",
                             [options](Context& context) {
                                 return print_explain(run_explain(*options), context.terminal);
                             });
    verb.add_option("RULE", options->id, "Identifier of a rule; without it, all are listed");
    verb.add_option("--write-pages", options->pages, "Write the pages of docs/rules")
        .type_name("DIR")
        .group("");
    verb.footer("Example: acapctl explain root-user");
}

} // namespace acapctl::cli
