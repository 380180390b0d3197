// `acapctl sdk schema VERSION`: a manifest schema for editors and other validators.
#include "cli/app/verbs.hpp"
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
    nlohmann::ordered_json schema;
    std::string sdk; // where it is from; empty: the built-in table
};

SchemaReport run_sdk_schema(const SchemaOptions& options, const std::stop_token& stop) {
    const auto schemas = sdk::schemas_of(options.sdk, stop);
    const auto text = schemas.texts.find(options.version);
    if (text == schemas.texts.end())
        throw_usage(fmt::format("no manifest schema '{}' in {}", text::visible(options.version),
                                schemas.sdk),
                    "It has " + text::join(schemas.versions(), ", ") + ".");
    auto schema = parse_foreign<nlohmann::ordered_json>(text->second);
    if (schema.is_discarded())
        throw_invalid(fmt::format("schema {} of {} is not JSON", options.version, schemas.sdk));
    return {std::move(schema), schemas.sdk};
}

SchemaReport run_schema(const SchemaOptions& options, const std::stop_token& stop) {
    if (!options.sdk.empty()) return run_sdk_schema(options, stop);
    std::vector<std::string> known;
    for (const auto& each : manifest::schema_versions()) known.push_back(each.version);
    if (manifest::find_schema_version(options.version) == nullptr)
        throw_usage(fmt::format("no manifest schema '{}' is known", text::visible(options.version)),
                    "Known: " + text::join(known, ", ") + ".");
    return {manifest::json_schema(manifest::schema_for(options.version)), {}};
}

void print_schema(const SchemaOptions& options, const SchemaReport& report, Terminal& terminal) {
    if (report.sdk.empty() && manifest::find_schema_version(options.version)->second_hand)
        terminal.note(fmt::format("schema {} is known only from release notes and examples; the "
                                  "SDK's own has the last word",
                                  options.version));
    if (terminal.json())
        terminal.print_document({{"kind", "acapctl.sdk-schema/v1"},
                                 {"version", options.version},
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
            print_schema(*options, run_schema(*options, context.stop), context.terminal);
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
