// `acapctl sdk schema VERSION`: a manifest schema for editors and other validators.
#include "cli/verbs.hpp"
#include "manifest/schema/json_schema.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct SchemaOptions {
    std::string version;
};

nlohmann::ordered_json run_schema(const SchemaOptions& options) {
    std::vector<std::string> known;
    for (const auto& each : manifest::schema_versions()) known.push_back(each.version);
    if (manifest::find_schema_version(options.version) == nullptr)
        throw_usage(fmt::format("no manifest schema '{}' is known", text::visible(options.version)),
                    "Known: " + text::join(known, ", ") + ".");
    return manifest::json_schema(manifest::schema_for(options.version));
}

void print_schema(const SchemaOptions& options, const nlohmann::ordered_json& schema,
                  Terminal& terminal) {
    if (manifest::find_schema_version(options.version)->second_hand)
        terminal.note(fmt::format("schema {} is known only from release notes and examples; the "
                                  "SDK's own has the last word",
                                  options.version));
    if (terminal.json())
        terminal.print_document({{"kind", "acapctl.sdk-schema/v1"},
                                 {"version", options.version},
                                 {"schema", nlohmann::json(schema)}});
    else
        terminal.print(schema.dump(4));
}

} // namespace

void add_sdk_schema(Verbs& verbs, CLI::App& sdk) {
    auto options = Verbs::options<SchemaOptions>();
    CLI::App& verb = verbs.add(
        "schema", "Print a manifest schema for editors",
        [options](Context& context) {
            print_schema(*options, run_schema(*options), context.terminal);
            return ExitCode::done;
        },
        &sdk);
    verb.add_option("VERSION", options->version, "Schema version, as 1.7.2 or 2.2.0")->required();
    verb.footer("Example: acapctl sdk schema 2.2.0 > manifest.schema.json");
}

} // namespace acapctl::cli
