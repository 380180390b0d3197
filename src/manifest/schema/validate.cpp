#include "manifest/schema/validate.hpp"

#include "manifest/schema/check.hpp"
#include "manifest/schema/shape.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::manifest {

namespace {

constexpr const char* version_path = "$.schemaVersion";

std::string newest_of_major(std::string_view major) {
    std::string newest;
    for (const SchemaVersion& known : schema_versions())
        if (text::split(known.version, '.').front() == major) newest = known.version;
    return newest.empty() ? schema_versions().back().version : newest;
}

// Which schema to apply, and what is wrong with what the manifest says of it.
struct Choice {
    std::string version{};
    std::optional<Finding> finding{};
};

Choice choose_without_version(const JsonNode& root) {
    const bool looks_like_2 = root.find_path("acapPackageConf.setup.vendorId") != nullptr;
    return {.version = newest_of_major(looks_like_2 ? "2" : "1")};
}

Finding unknown_version(const JsonNode& node, const std::string& fallback) {
    const std::string& said = node.text;
    Finding finding{.rule = "manifest-schema-version", .path = version_path, .offset = node.offset};
    if (text::split(said, '.').size() == 3 &&
        compare_versions(said, newest_of_major(text::split(said, '.').front())) == 1) {
        finding.severity = Severity::warning;
        finding.message =
            fmt::format("schemaVersion {} is newer than the schemas known here; checked against {}",
                        text::visible(said), fallback);
        finding.hint = "Findings of this check are only warnings; the SDK has the last word.";
        return finding;
    }
    std::vector<std::string> names;
    for (const SchemaVersion& known : schema_versions()) {
        names.push_back(known.version);
        if (compare_versions(said, known.version) == 0)
            finding.hint = fmt::format("Write '{}'.", known.version);
    }
    finding.message = fmt::format("there is no manifest schema '{}'", text::visible(said));
    if (finding.hint.empty()) finding.hint = "Schemas: " + text::join(names, ", ") + ".";
    return finding;
}

Choice choose(const JsonNode& root) {
    const JsonNode* said = root.find("schemaVersion");
    if (said == nullptr || !said->is(JsonNode::Kind::string)) return choose_without_version(root);
    if (find_schema_version(said->text) != nullptr) return {.version = said->text};
    Choice choice{.version = newest_of_major(text::split(said->text, '.').front())};
    choice.finding = unknown_version(*said, choice.version);
    return choice;
}

// A check against a schema that was only guessed cannot refuse what another version may allow. No
// version is anything but an object with a schemaVersion and an acapPackageConf.
void soften(std::vector<Finding>& findings, const std::optional<Finding>& about_version) {
    const bool newer = about_version && about_version->severity == Severity::warning;
    if (about_version)
        std::erase_if(findings, [](const Finding& f) { return f.path == version_path; });
    for (Finding& finding : findings)
        if (newer || (finding.path != version_path && finding.path != "$"))
            finding.severity = Severity::warning;
    if (about_version) findings.push_back(*about_version);
}

} // namespace

bool Validation::accepted() const {
    return std::ranges::none_of(
        findings, [](const Finding& finding) { return finding.severity == Severity::error; });
}

Validation validate(const JsonDocument& document, Stage stage,
                    const std::optional<std::string>& version) {
    const Choice choice = version ? Choice{.version = *version} : choose(document.root);
    Validation result{.schema = choice.version};
    result.findings = check(document.root, schema_for(choice.version), stage);
    const JsonNode* said = document.root.find("schemaVersion");
    const bool guessed = said == nullptr || choice.version != said->text;
    if (!version && guessed) soften(result.findings, choice.finding);
    std::ranges::stable_sort(result.findings, {}, &Finding::offset);
    return result;
}

} // namespace acapctl::manifest
