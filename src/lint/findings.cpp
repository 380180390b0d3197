#include "lint/findings.hpp"

#include "lint/uses.hpp"
#include "manifest/schema/shape.hpp"
#include "support/version.hpp"

namespace acapctl::lint {

void Inspection::place(const std::string& inside, Finding& finding) const {
    switch (subject.kind) {
    case SubjectKind::manifest:
        finding.file = subject.name;
        break;
    case SubjectKind::project:
        finding.file = (std::filesystem::path(subject.name) / inside).lexically_normal().string();
        break;
    case SubjectKind::package:
        finding.file = subject.name;
        finding.member = inside;
        break;
    }
}

void Inspection::add(Finding finding) {
    const Rule& rule = *finding.rule;
    if (has_os()) {
        if (!rule.from.empty() && os_is_older_than(rule.from)) return;
        if (!rule.until.empty() && !os_is_older_than(rule.until)) return;
    }
    findings.push_back(std::move(finding));
}

void Inspection::at_file(std::string_view rule_id, const std::string& file, std::string message) {
    at_line(rule_id, file, 0, 0, std::move(message));
}

void Inspection::at_line(std::string_view rule_id, const std::string& file, std::size_t line,
                         std::size_t column, std::string message, std::string hint) {
    Finding finding{.rule = &rule(rule_id),
                    .line = line,
                    .column = column,
                    .message = std::move(message),
                    .hint = std::move(hint)};
    finding.severity = finding.rule->severity;
    place(file, finding);
    add(std::move(finding));
}

void Inspection::at_file_as(Severity severity, std::string_view rule_id, const std::string& file,
                            std::string message, std::string hint) {
    Finding finding{.rule = &rule(rule_id),
                    .severity = severity,
                    .message = std::move(message),
                    .hint = std::move(hint)};
    place(file, finding);
    add(std::move(finding));
}

void Inspection::at_value(std::string_view rule_id, const ManifestFact& manifest,
                          const JsonNode& node, const std::string& path, std::string message,
                          std::string hint) {
    at_value_as(rule(rule_id).severity, rule_id, manifest, node, path, std::move(message),
                std::move(hint));
}

void Inspection::at_value_as(Severity severity, std::string_view rule_id,
                             const ManifestFact& manifest, const JsonNode& node,
                             const std::string& path, std::string message, std::string hint) {
    Finding finding{.rule = &rule(rule_id),
                    .severity = severity,
                    .path = path,
                    .message = std::move(message),
                    .hint = std::move(hint)};
    const auto position = manifest.document->position(node.offset);
    finding.line = position.line;
    finding.column = position.column;
    place(manifest.name, finding);
    add(std::move(finding));
}

bool Inspection::os_is_older_than(std::string_view version) const {
    const auto needed = sdk::AxisOs::parse(version);
    return has_os() && needed && !target.axis_os->reaches(*needed);
}

const sdk::InterfaceUses& Inspection::uses() {
    if (!uses_) uses_ = uses_of(subject);
    return *uses_;
}

const ObjectFiles& Inspection::objects() {
    if (!objects_) objects_.emplace(subject);
    return *objects_;
}

bool Inspection::holds(const sdk::Policy& policy) const {
    return has_os() && policy.holds(*target.axis_os);
}

} // namespace acapctl::lint
