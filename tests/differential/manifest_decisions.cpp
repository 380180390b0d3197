// For the comparison with Python's jsonschema: `--schema V` prints the schema of a version;
// otherwise every line of stdin is {"version": V or null, "manifest": TEXT} and every line of
// stdout the decision on it: "accept", "reject", or "invalid" for a text that is not JSON. With
// `--sdk-schema V FILE` the file is that version's schema, as one read from an SDK.
#include "acapctl/error.hpp"
#include "manifest/schema/json_schema.hpp"
#include "manifest/schema/validate.hpp"
#include "support/files.hpp"

#include <iostream>
#include <string>

using namespace acapctl;

namespace {

std::string decide(const JsonNode& request, const manifest::SdkSchemas& sdk) {
    try {
        const JsonDocument manifest = JsonDocument::parse(request.text_at("manifest"), "manifest");
        const auto result =
            manifest::validate(manifest, manifest::Stage::source, request.text_at("version"), sdk);
        if (!sdk.empty() && !result.of_sdk) return "not understood";
        if (result.accepted()) return "accept";
        for (const auto& finding : result.findings)
            if (finding.severity == manifest::Severity::error)
                return "reject " + finding.path + ": " + finding.message;
        return "reject";
    } catch (const Error& error) {
        return "invalid " + error.failure().message;
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string(argv[1]) == "--versions") {
        for (const auto& known : manifest::schema_versions()) std::cout << known.version << '\n';
        return 0;
    }
    if (argc == 3 && std::string(argv[1]) == "--schema") {
        std::cout << manifest::json_schema(manifest::schema_for(argv[2])).dump() << '\n';
        return 0;
    }
    manifest::SdkSchemas sdk{.sdk = "the SDK"};
    if (argc == 4 && std::string(argv[1]) == "--sdk-schema")
        sdk.texts[argv[2]] = read_file(argv[3]);
    for (std::string line; std::getline(std::cin, line);)
        std::cout << decide(JsonDocument::parse(line, "request").root, sdk) << '\n';
    return 0;
}
