// `acapctl sdk schema VERSION`: a manifest schema for editors and other validators.
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "manifest/schema/json_schema.hpp"
#include "sdk/manifest_schemas.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct SchemaOptions {
    std::string version;
    std::string sdk;
};

struct SchemaReport {
    std::string version;
    nlohmann::ordered_json schema;
    std::string sdk;          // where it is from; empty: the built-in table
    bool second_hand = false; // known only from release notes and examples
};

SchemaReport run_sdk_schema(const SchemaOptions& options, Context& context) {
    const auto schemas = sdk::schemas_of(options.sdk, context.edges.catalog(), context.stop);
    const auto text = schemas.texts.find(options.version);
    if (text == schemas.texts.end())
        throw_usage(fmt::format("no manifest schema '{}' in {}", text::visible(options.version),
                                schemas.sdk),
                    "It has " + text::join(schemas.versions(), ", ") + ".");
    auto schema = parse_foreign<nlohmann::ordered_json>(text->second);
    if (schema.is_discarded())
        throw_invalid(fmt::format("schema {} of {} is not JSON", options.version, schemas.sdk));
    return {.version = options.version, .schema = std::move(schema), .sdk = schemas.sdk};
}

SchemaReport run_schema(const SchemaOptions& options, Context& context) {
    if (!options.sdk.empty()) return run_sdk_schema(options, context);
    std::vector<std::string> known;
    for (const auto& each : manifest::schema_versions()) known.push_back(each.version);
    const auto* found = manifest::find_schema_version(options.version);
    if (found == nullptr)
        throw_usage(fmt::format("no manifest schema '{}' is known", text::visible(options.version)),
                    "Known: " + text::join(known, ", ") + ".");
    return {.version = options.version,
            .schema = manifest::json_schema(manifest::schema_for(options.version)),
            .sdk = {},
            .second_hand = found->second_hand};
}

void print_schema(const SchemaReport& report, Terminal& terminal) {
    if (report.second_hand)
        terminal.note(fmt::format("schema {} is known only from release notes and examples; the "
                                  "SDK's own has the last word",
                                  report.version));
    if (terminal.json())
        terminal.print_document({{"kind", "acapctl.sdk-schema/v1"},
                                 {"version", report.version},
                                 {"sdk", or_null(report.sdk)},
                                 {"schema", nlohmann::json(report.schema)}});
    else
        terminal.print_json(
            report.schema.dump(4, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace

void add_sdk_schema(Verbs& verbs, const Command& sdk) {
    auto options = Verbs::options<SchemaOptions>();
    Command verb = verbs.add(
        "schema", "Print a manifest schema for editors",
        [options](Context& context) {
            print_schema(run_schema(*options, context), context.terminal);
            return ExitCode::done;
        },
        sdk);
    verb.add_option("VERSION", options->version, "Schema version, as 1.7.2 or 2.2.0")
        .type_name("SCHEMA")
        .required();
    verb.add_option("--sdk", options->sdk,
                    "Print the schema of this SDK itself: a version or image that is here, or a "
                    "directory with its files")
        .type_name("SDK");
    verb.footer("Example: acapctl sdk schema 2.2.0 > manifest.schema.json");
}

} // namespace acapctl::cli
