// Rules about a manifest alone: the schema's, and what the schema lets pass.
#include "lint/findings.hpp"
#include "manifest/schema/shape.hpp"
#include "manifest/schema/validate.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

const std::string setup = "acapPackageConf.setup";

// One manifest with the values that several rules ask for.
struct View {
    Inspection& inspection;
    const ManifestFact& fact;
    std::string schema;

    const JsonNode* string_at(const std::string& path) const {
        const JsonNode* node = fact.document->root.find_path(path);
        return node != nullptr && node->is(JsonNode::Kind::string) ? node : nullptr;
    }
    void report(std::string_view rule_id, const std::string& path, const JsonNode& node,
                std::string message, std::string hint = {}) const {
        inspection.at_value(rule_id, fact, node, "$." + path, std::move(message), std::move(hint));
    }
};

void schema_findings(const View& view) {
    const auto stage = view.inspection.subject.kind == SubjectKind::package
                           ? manifest::Stage::package
                           : manifest::Stage::source;
    const auto validation =
        manifest::validate(*view.fact.document, stage, {}, view.inspection.schemas);
    for (const auto& found : validation.findings) {
        Finding finding{.rule = &rule(found.rule),
                        .path = found.path,
                        .message = found.message,
                        .hint = found.hint};
        finding.severity =
            found.severity == manifest::Severity::error ? Severity::error : Severity::warning;
        const auto position = view.fact.document->position(found.offset);
        finding.line = position.line;
        finding.column = position.column;
        view.inspection.place(view.fact.name, finding);
        view.inspection.add(std::move(finding));
    }
}

void embedded_sdk_version(const View& view) {
    const std::string path = setup + ".embeddedSdkVersion";
    const JsonNode* node = view.string_at(path);
    if (node != nullptr && compare_dotted(node->text, "3.0") == std::strong_ordering::greater)
        view.report("embedded-sdk-version", path, *node,
                    fmt::format("embeddedSdkVersion {} is more than any device offers",
                                text::visible(node->text)),
                    "Write 3.0.");
}

void placeholders(const View& view) {
    struct Field {
        const char* name;
        std::vector<std::string> values;
    };
    static const std::vector<Field> fields{
        {"vendor",
         {"your company", "my company", "company name", "vendor", "example", "example vendor",
          "custom"}},
        {"vendorUrl",
         {"https://example.com", "http://example.com", "https://www.example.com",
          "http://www.example.com"}},
        {"vendorId", {"1234567890", "0123456789", "0000000000"}},
    };
    for (const Field& field : fields) {
        const std::string path = setup + "." + field.name;
        const JsonNode* node = view.string_at(path);
        if (node == nullptr) continue;
        std::string value = text::lower(node->text);
        if (value.ends_with('/')) value.pop_back();
        if (std::ranges::find(field.values, value) != field.values.end())
            view.report("placeholder-vendor", path, *node,
                        fmt::format("{} is {}, which looks like a placeholder", field.name,
                                    in_quotes(node->text)));
    }
}

void users(const View& view) {
    const JsonNode* user = view.fact.document->root.find_path(setup + ".user");
    if (user == nullptr || !user->is(JsonNode::Kind::object)) return;
    bool root = false;
    for (const char* key : {"username", "group"}) {
        const std::string path = setup + ".user." + key;
        const JsonNode* node = view.string_at(path);
        if (node == nullptr || node->text != "root") continue;
        root = true;
        const sdk::Policies& policies = view.inspection.knowledge.catalog.policies();
        if (view.inspection.holds(policies.root) && !view.inspection.holds(policies.root_asked))
            continue;
        view.report("root-user", path, *node, fmt::format("{} is root", key));
    }
    const JsonNode* dbus = view.fact.document->root.find_path("resources.dbus");
    if (dbus != nullptr)
        view.report("dbus-static-user", "resources.dbus", *dbus,
                    "resources.dbus has no effect together with setup.user");
    else if (!root && view.schema != "1.0")
        view.report("static-user", setup + ".user", *user,
                    fmt::format("the application runs as the static user {}",
                                in_quotes(user->text_at("username"))));
}

void run_mode(const View& view) {
    const JsonNode* node = view.string_at(setup + ".runMode");
    if (node != nullptr && node->text == "never")
        view.report("run-mode-never", setup + ".runMode", *node,
                    "the application is not started again after a reboot");
}

void friendly_name(const View& view) {
    const JsonNode* node = view.string_at(setup + ".friendlyName");
    if (node != nullptr && node->text.find('/') != std::string::npos)
        view.report("friendly-name-slash", setup + ".friendlyName", *node,
                    fmt::format("{} holds a '/'", in_quotes(node->text)));
}

void signing(const View& view) {
    const JsonNode* node = view.string_at("schemaVersion");
    if (node != nullptr && compare_dotted(node->text, "1.3") == std::strong_ordering::less)
        view.report(
            "schema-cannot-be-signed", "schemaVersion", *node,
            fmt::format("a package with schema {} cannot be signed", text::visible(node->text)));
}

void check_one(Inspection& inspection, const ManifestFact& fact) {
    if (!fact.document) {
        Finding finding{.rule = &rule("manifest-json"),
                        .line = fact.line,
                        .column = fact.column,
                        .message = fact.problem};
        inspection.place(fact.name, finding);
        inspection.add(std::move(finding));
        return;
    }
    const View view{inspection, fact, fact.document->root.text_at("schemaVersion")};
    schema_findings(view);
    embedded_sdk_version(view);
    placeholders(view);
    users(view);
    run_mode(view);
    friendly_name(view);
    signing(view);
}

} // namespace

void check_manifest(Inspection& inspection) {
    for (const ManifestFact& fact : inspection.subject.manifests) check_one(inspection, fact);
}

} // namespace acapctl::lint
