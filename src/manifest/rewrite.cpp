#include "manifest/rewrite.hpp"

#include "acapctl/error.hpp"
#include "manifest/architecture.hpp"
#include "manifest/document.hpp"
#include "manifest/manifest.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <utility>

#include <fmt/format.h>

namespace acapctl {

namespace {

using Kind = JsonNode::Kind;

// A manifest knows versions of three numbers at most, of schemas and of AXIS OS.
std::optional<DottedVersion> parse_numbers(std::string_view text) {
    const auto numbers = DottedVersion::parse(text);
    return numbers && numbers->size() <= 3 ? numbers : std::nullopt;
}

void append(JsonNode& object, std::string key, const std::string& value) {
    JsonMember member{std::move(key), object.offset, json_string(value)};
    member.value.offset = object.offset;
    object.members.push_back(std::move(member));
}

void fill_architecture(const JsonDocument& document, JsonNode& setup,
                       const std::string& architecture) {
    JsonNode* given = setup.find("architecture");
    if (given == nullptr) {
        append(setup, "architecture", architecture);
        return;
    }
    if (given->text.empty() || is_placeholder(given->text)) given->text = architecture;
    if (given->text == "all" || given->text == architecture) return;
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "wrong-architecture",
                 .message = fmt::format("{}: the manifest is for '{}', the target is '{}'",
                                        document.where(given->offset), text::visible(given->text),
                                        architecture),
                 .hint = "remove 'architecture' from the manifest to let the build fill it in",
                 .advice = {{Advice::choose_architecture}}});
}

std::vector<std::string> fill_os_versions(const JsonDocument& document, JsonNode& setup,
                                          const std::string& axis_os_version) {
    std::vector<std::string> warnings;
    JsonNode* ranges = setup.find("compatibleOsVersions");
    const auto sdk = axis_os_version.empty() ? std::nullopt : parse_numbers(axis_os_version);
    if (ranges == nullptr) return warnings;
    for (JsonNode& range : ranges->items) {
        if (!range.is(Kind::object)) continue;
        const JsonNode* min = range.find("min");
        const auto given = min == nullptr ? std::nullopt : parse_numbers(min->text);
        if (min == nullptr && sdk)
            append(range, "min", axis_os_version);
        else if (min == nullptr)
            warnings.push_back(
                fmt::format("{}: 'min' is missing and the SDK's AXIS OS version is not known; set "
                            "AXIS_OS_VERSION to have it filled in",
                            document.where(range.offset)));
        else if (given && sdk && *given < *sdk)
            warnings.push_back(fmt::format(
                "{}: the package says it runs from AXIS OS {} on, but the SDK it is built with is "
                "made for {} and newer",
                document.where(min->offset), text::visible(min->text), axis_os_version));
    }
    return warnings;
}

void raise_schema(const JsonDocument& document, JsonNode& schema, const DottedVersion& current,
                  const std::vector<std::string>& newest_schemas,
                  std::vector<std::string>& warnings) {
    const std::string before = schema.text;
    for (const std::string& newest : newest_schemas) {
        const auto numbers = parse_numbers(newest);
        if (numbers && (*numbers)[0] == current[0] && *numbers > current) schema.text = newest;
    }
    if (schema.text != before)
        warnings.push_back(fmt::format("{}: schemaVersion {} becomes {} in the package, the newest "
                                       "that the SDK has",
                                       document.where(schema.offset), before, schema.text));
}

} // namespace

std::vector<std::string> rewrite_manifest(JsonDocument& document, const RewriteTarget& target) {
    read_manifest(document); // setup and schemaVersion are there and have the right types
    JsonNode& schema = *document.root.find("schemaVersion");
    JsonNode& setup = *document.root.find("acapPackageConf")->find("setup");
    const auto version = parse_numbers(schema.text);
    if (!version)
        throw Error(
            {.kind = ErrorKind::invalid_input,
             .code = "invalid-manifest",
             .message = fmt::format("{}: schemaVersion '{}' is no version such as 1.7.1",
                                    document.where(schema.offset), text::visible(schema.text))});
    if (*version >= DottedVersion{1, 3}) fill_architecture(document, setup, target.architecture);
    std::vector<std::string> warnings;
    if ((*version)[0] >= 2) warnings = fill_os_versions(document, setup, target.axis_os_version);
    raise_schema(document, schema, *version, target.newest_schemas, warnings);
    return warnings;
}

} // namespace acapctl
