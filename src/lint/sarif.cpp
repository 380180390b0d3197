#include "lint/sarif.hpp"

#include "lint/page.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <set>

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

using Ordered = nlohmann::ordered_json;

// A path as a URI reference (RFC 3986).
std::string uri(const std::string& path) {
    return (path.starts_with('/') ? "file://" : "") + text::percent_encoded(path, "/");
}

std::string sentence(const Finding& finding) {
    std::string text = finding.member.empty() ? "" : finding.member + ": ";
    text += finding.message + ".";
    if (!finding.hint.empty()) text += " " + finding.hint;
    return text;
}

Ordered sarif_rule(const Rule& rule) {
    return {{"id", rule.id},
            {"shortDescription", {{"text", rule.title}}},
            {"fullDescription", {{"text", rule.why}}},
            {"help", {{"text", rule.mend}, {"markdown", page(rule)}}},
            {"defaultConfiguration", {{"level", severity_name(rule.severity)}}}};
}

Ordered sarif_result(const Finding& finding) {
    Ordered physical{{"artifactLocation", {{"uri", uri(finding.file)}}}};
    // A line of a member is no line of the package.
    if (finding.line != 0 && finding.member.empty())
        physical["region"] = {{"startLine", finding.line},
                              {"startColumn", finding.column == 0 ? 1 : finding.column}};
    Ordered location{{"physicalLocation", physical}};
    if (!finding.path.empty())
        location["logicalLocations"] =
            Ordered::array({Ordered{{"fullyQualifiedName", finding.path}, {"kind", "member"}}});
    Ordered result{{"ruleId", finding.rule->id},
                   {"level", severity_name(finding.severity)},
                   {"message", {{"text", sentence(finding)}}},
                   {"locations", Ordered::array({location})}};
    if (finding.ignored)
        result["suppressions"] =
            Ordered::array({Ordered{{"kind", "external"}, {"justification", *finding.ignored}}});
    return result;
}

// Workflow commands escape what would end them.
std::string escaped(const std::string& text, bool property) {
    std::string result;
    for (const char c : text) {
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else
            result += c;
    }
    return result;
}

nlohmann::json number_or_null(std::size_t number) {
    return number == 0 ? nlohmann::json() : nlohmann::json(number);
}

} // namespace

Ordered sarif(const Report& report, const std::string& program_version) {
    Ordered rule_list = Ordered::array();
    std::set<std::string> described;
    Ordered results = Ordered::array();
    for (const Finding& finding : report.findings) {
        if (described.insert(finding.rule->id).second)
            rule_list.push_back(sarif_rule(*finding.rule));
        results.push_back(sarif_result(finding));
    }
    const Ordered driver{{"name", "acapctl"}, {"version", program_version}, {"rules", rule_list}};
    const Ordered run{
        {"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", results}};
    return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
            {"version", "2.1.0"},
            {"runs", Ordered::array({run})}};
}

std::vector<std::string> github_annotations(const Report& report) {
    std::vector<std::string> lines;
    for (const Finding& finding : report.findings) {
        if (finding.ignored) continue;
        const char* command =
            finding.severity == Severity::note ? "notice" : severity_name(finding.severity);
        std::string properties = "file=" + escaped(finding.file, true);
        if (finding.line != 0 && finding.member.empty())
            properties += fmt::format(",line={},col={}", finding.line,
                                      finding.column == 0 ? 1 : finding.column);
        properties += ",title=" + escaped("acapctl: " + finding.rule->id, true);
        lines.push_back(
            fmt::format("::{} {}::{}", command, properties, escaped(sentence(finding), false)));
    }
    return lines;
}

nlohmann::json json_report(const Report& report) {
    nlohmann::json findings = nlohmann::json::array();
    for (const Finding& finding : report.findings)
        findings.push_back({{"id", finding.rule->id},
                            {"severity", severity_name(finding.severity)},
                            {"file", finding.file},
                            {"member", or_null(finding.member)},
                            {"line", number_or_null(finding.line)},
                            {"column", number_or_null(finding.column)},
                            {"path", or_null(finding.path)},
                            {"message", finding.message},
                            {"hint", or_null(finding.hint)},
                            {"ignored", or_null(finding.ignored)}});
    return {{"kind", "acapctl.lint/v1"},
            {"findings", findings},
            {"summary",
             {{"errors", report.count(Severity::error)},
              {"warnings", report.count(Severity::warning)},
              {"notes", report.count(Severity::note)},
              {"ignored", report.ignored()}}}};
}

} // namespace acapctl::lint
