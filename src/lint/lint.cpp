#include "lint/lint.hpp"

#include "lint/settings.hpp"

#include <algorithm>
#include <tuple>

namespace acapctl::lint {

namespace {

void ignore(std::vector<Finding>& findings, const std::vector<Ignore>& ignores) {
    for (Finding& finding : findings) {
        const auto found = std::ranges::find(ignores, finding.rule->id, &Ignore::id);
        if (found != ignores.end()) finding.ignored = found->reason;
    }
}

std::vector<Finding> lint_one(const std::filesystem::path& path, const Request& request,
                              const sdk::Knowledge& knowledge) {
    const Subject subject = read_subject(path, request.stop);
    Inspection inspection(subject, request.target, request.schemas, knowledge);
    check_manifest(inspection);
    check_parameters(inspection);
    check_conf(inspection);
    check_files(inspection);
    check_target(inspection);
    check_rights(inspection);
    check_interfaces(inspection);
    check_models(inspection);
    auto& findings = inspection.findings;
    std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
        return std::tie(a.file, a.member, a.line, a.column) <
               std::tie(b.file, b.member, b.line, b.column);
    });
    ignore(findings, read_ignores(subject.directory));
    return std::move(findings);
}

} // namespace

std::size_t Report::count(Severity severity) const {
    return static_cast<std::size_t>(std::ranges::count_if(findings, [&](const Finding& finding) {
        return finding.severity == severity && !finding.ignored;
    }));
}

std::size_t Report::ignored() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        findings, [](const Finding& finding) { return finding.ignored.has_value(); }));
}

Report lint(const Request& request, const sdk::Knowledge& knowledge) {
    Report report;
    for (const auto& path : request.paths) {
        auto findings = lint_one(path, request, knowledge);
        report.findings.insert(report.findings.end(), std::make_move_iterator(findings.begin()),
                               std::make_move_iterator(findings.end()));
    }
    return report;
}

} // namespace acapctl::lint
