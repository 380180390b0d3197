#include "manifest/schema/validate.hpp"

#include "acapctl/error.hpp"
#include "manifest/architecture.hpp"
#include "manifest/schema/check.hpp"
#include "manifest/schema/shape.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

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
        compare_dotted(said, newest_of_major(text::split(said, '.').front())) ==
            std::strong_ordering::greater) {
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
        if (compare_dotted(said, known.version) == std::strong_ordering::equal)
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

// What the schemas of an SDK say of a version.
struct SdkAnswer {
    std::optional<Schema> schema{};
    std::optional<Finding> finding{};
};

SdkAnswer ask(const SdkSchemas& sdk, const std::string& version, const JsonNode& said) {
    SdkAnswer answer;
    if (sdk.empty() || version.empty()) return answer;
    Finding finding{.rule = "manifest-schema-version", .path = version_path, .offset = said.offset};
    const auto text = sdk.texts.find(version);
    if (text == sdk.texts.end()) {
        if (!sdk.complete) return answer;
        finding.message =
            fmt::format("there is no manifest schema '{}' in {}", text::visible(version), sdk.sdk);
        finding.hint = fmt::format("It has {}.", text::join(sdk.versions(), ", "));
        answer.finding = std::move(finding);
        return answer;
    }
    try {
        answer.schema = read_json_schema(text->second, version);
    } catch (const Error& error) {
        finding.rule = "manifest-unconfirmed";
        finding.severity = Severity::warning;
        finding.message = fmt::format("the schema {} of {} is not understood here: {}", version,
                                      sdk.sdk, error.failure().message);
        finding.hint = "What acapctl itself knows of that schema was applied.";
        answer.finding = std::move(finding);
    }
    return answer;
}

} // namespace

void drop_placeholder(JsonDocument& document) {
    JsonNode* package = document.root.find("acapPackageConf");
    JsonNode* setup = package == nullptr ? nullptr : package->find("setup");
    if (setup != nullptr)
        std::erase_if(setup->members, [](const JsonMember& member) {
            return member.key == "architecture" && member.value.is(JsonNode::Kind::string) &&
                   (member.value.text.empty() || is_placeholder(member.value.text));
        });
}

bool Validation::accepted() const {
    return std::ranges::none_of(
        findings, [](const Finding& finding) { return finding.severity == Severity::error; });
}

Validation validate(const JsonDocument& document, Stage stage,
                    const std::optional<std::string>& version, const SdkSchemas& sdk) {
    const Choice choice = version ? Choice{.version = *version} : choose(document.root);
    const JsonNode* said = document.root.find("schemaVersion");
    const std::string wanted = version                                               ? *version
                               : said != nullptr && said->is(JsonNode::Kind::string) ? said->text
                                                                                     : "";
    const SdkAnswer answer = ask(sdk, wanted, said == nullptr ? document.root : *said);
    Validation result{.schema = answer.schema ? wanted : choice.version,
                      .of_sdk = answer.schema.has_value()};
    if (answer.schema) {
        result.findings = check(document.root, *answer.schema, stage);
    } else {
        result.findings = check(document.root, schema_for(choice.version), stage);
        if (!version && choice.version != wanted) soften(result.findings, choice.finding);
    }
    if (answer.finding) {
        if (answer.finding->severity == Severity::error) // says all of it
            std::erase_if(result.findings, [](const Finding& f) { return f.path == version_path; });
        result.findings.push_back(*answer.finding);
    }
    std::ranges::stable_sort(result.findings, {}, &Finding::offset);
    return result;
}

std::vector<std::string> require_valid(const JsonDocument& source, const SdkSchemas& sdk) {
    JsonDocument document = source;
    drop_placeholder(document);
    std::vector<std::string> warnings;
    std::vector<std::string> errors;
    const auto sentence = [&](const Finding& finding) {
        const bool at_root = finding.path == "$";
        return fmt::format("{}: {}{}{}", text::visible(document.where(finding.offset)),
                           at_root ? "" : finding.path, at_root ? "" : ": ", finding.message);
    };
    for (const Finding& finding : validate(document, Stage::source, {}, sdk).findings) {
        auto& list = finding.severity == Severity::error ? errors : warnings;
        list.push_back(sentence(finding));
        if (!finding.hint.empty()) list.back() += fmt::format(" ({})", finding.hint);
    }
    if (errors.empty()) return warnings;
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "invalid-manifest",
                 .message = text::join(errors, "; "),
                 .advice = {{Advice::lint_package}, {Advice::pack_without_validation}}});
}

} // namespace acapctl::manifest
