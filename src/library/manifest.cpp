#include "acapctl/manifest.hpp"

#include "manifest/document.hpp"
#include "manifest/schema/validate.hpp"

namespace acapctl {

ManifestReport check_manifest(const std::string& json) {
    const JsonDocument document = JsonDocument::parse(json, "manifest.json");
    manifest::Validation validation = manifest::validate(document);
    ManifestReport report{.schema = validation.schema, .accepted = validation.accepted()};
    for (manifest::Finding& finding : validation.findings) {
        const auto place = document.position(finding.offset);
        report.findings.push_back({.rule = std::move(finding.rule),
                                   .is_error = finding.severity == manifest::Severity::error,
                                   .path = std::move(finding.path),
                                   .line = place.line,
                                   .column = place.column,
                                   .message = std::move(finding.message),
                                   .hint = std::move(finding.hint)});
    }
    return report;
}

} // namespace acapctl
