// `acapctl inspect`: what is in a package, what it needs, where it can run.
#include "acapctl/package.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/elf_report.hpp"
#include "cli/shared/member_json.hpp"
#include "package/reader.hpp"
#include "sdk/package_needs.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"
#include "terminal/wrap.hpp"

#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct InspectOptions {
    std::string file;
    std::string field;
};

struct InspectReport {
    PackageScan scan{};
    std::optional<sdk::Compatibility> runs{}; // where; nothing if only the head was read
};

json requires_json(const InspectReport& report) {
    json result = {{"architecture", or_null(report.scan.package.architecture)},
                   {"axisOs", json::array()}};
    if (!report.runs) return result;
    result["axisOs"] = sdk::json_of(report.runs->allows);
    result["proven"] = sdk::json_of(report.runs->proven);
    result["chips"] = json::array();
    for (const sdk::Chip& chip : report.runs->chips) result["chips"].push_back(chip.name);
    result["sentence"] = report.runs->sentence;
    result["because"] = sdk::json_of(report.runs->requirements);
    return result;
}

json head_json(const Package& package) {
    return {{"appName", or_null(package.app_name)},
            {"friendlyName", or_null(package.friendly_name)},
            {"version", or_null(package.version)},
            {"architecture", or_null(package.architecture)},
            {"vendor", or_null(package.vendor)},
            {"schemaVersion", or_null(package.schema_version)},
            {"signed", package.is_signed()},
            {"trailingBytes", package.trailing_bytes},
            {"trailingProblem", or_null(package.trailing_problem)},
            {"size", package.size}};
}

json document_of(const InspectReport& report) {
    json files = json::array();
    for (const Member& member : report.scan.package.members) files.push_back(member_json(member));
    return {{"kind", "acapctl.inspect/v1"},
            {"package", head_json(report.scan.package)},
            {"files", std::move(files)},
            {"elf", elf_json(report.scan)},
            {"requires", requires_json(report)}};
}

// A package's manifest stands near its front: what only it says needs no look at the rest.
bool said_by_manifest(const std::string& field) {
    for (const char* name : {"appName", "friendlyName", "version", "architecture", "vendor"})
        if (field == std::string("package.") + name) return true;
    return field == "package.schemaVersion";
}

InspectReport run_inspect(const InspectOptions& options, Context& context) {
    InspectReport report;
    if (said_by_manifest(options.field)) {
        report.scan.package = read_package_head(options.file, context.stop);
    } else {
        report.scan =
            scan_package(options.file, sdk::InterfaceTable::built_in().words(), context.stop);
        report.runs =
            sdk::compatibility(sdk::compatibility_input(report.scan), context.edges.knowledge());
    }
    return report;
}

json field_of(const InspectReport& report, const std::string& field) {
    const json document = document_of(report);
    const json* value = &document;
    std::string walked;
    for (const std::string& key : text::split(field, '.')) {
        const auto index = text::parse_unsigned(key);
        if (value->is_array() && index && *index < value->size()) {
            value = &(*value)[*index];
        } else if (value->is_object() && value->contains(key)) {
            value = &(*value)[key];
        } else {
            std::vector<std::string> names;
            if (value->is_object())
                for (const auto& [name, unused] : value->items())
                    if (name != "kind") names.push_back(walked + name);
            throw_usage(fmt::format("there is no field '{}'", text::visible(field)),
                        names.empty() ? "see the fields with --json"
                                      : "there are: " + text::join(names, ", "));
        }
        walked += key + ".";
    }
    return *value;
}

void print_value(const json& value, Terminal& terminal) {
    if (value.is_null()) return terminal.print("");
    if (value.is_string()) return terminal.print(value.get_ref<const std::string&>());
    terminal.print_document_line(value);
}

std::string signature_of(const Package& package) {
    if (package.trailing_bytes == 0) return "none";
    if (package.is_signed())
        return fmt::format("{} bytes behind the archive, not verified", package.trailing_bytes);
    return fmt::format("none; the {} bytes behind the archive are no signature: {}",
                       package.trailing_bytes, package.trailing_problem);
}

// On a terminal label and value in columns, piped with a tab between them, as tables are.
void print_summary(const InspectReport& report, Terminal& terminal) {
    const Package& package = report.scan.package;
    const auto line = [&](const char* label, const std::string& value) {
        if (value.empty()) return;
        if (!terminal.output_is_terminal()) return terminal.print_columns({label, value});
        const StyledText row = StyledText(fmt::format("{:<14}", label), Style::dim) + value;
        for (const StyledText& part : wrapped(row, static_cast<std::size_t>(terminal.width()), 14))
            terminal.print(part);
    };
    line("application", package.app_name);
    line("name", package.friendly_name);
    line("version", package.version);
    line("architecture", package.architecture);
    line("vendor", package.vendor);
    line("schema",
         package.schema_version.empty() ? "none, package.conf only" : package.schema_version);
    line("signature", signature_of(package));
    line("size", text::human_size(package.size));
    if (report.runs) line("runs", report.runs->sentence);
    terminal.print("");
}

void print_files(const Package& package, Terminal& terminal) {
    Table table({"MODE", "SIZE", "FILE"});
    for (const Member& member : package.members) {
        std::string name = member.path;
        if (member.type == MemberType::directory) name += "/";
        if (!member.link.empty()) name += " -> " + member.link;
        table.add({fmt::format("{:04o}", member.mode), std::to_string(member.size), name});
    }
    table.print(terminal);
}

ExitCode print_inspect(const InspectReport& report, const InspectOptions& options,
                       Terminal& terminal) {
    if (!options.field.empty()) {
        const json value = field_of(report, options.field);
        if (terminal.json())
            terminal.print_document(
                {{"kind", "acapctl.inspect/v1"}, {"field", options.field}, {"value", value}});
        else
            print_value(value, terminal);
    } else if (terminal.json()) {
        terminal.print_document(document_of(report));
    } else {
        print_summary(report, terminal);
        print_files(report.scan.package, terminal);
        if (!report.scan.elf.empty()) terminal.print("");
        print_elf(report.scan, terminal);
    }
    return ExitCode::done;
}

} // namespace

void add_inspect(Verbs& verbs) {
    auto options = Verbs::options<InspectOptions>();
    Command verb =
        verbs.add("inspect", "Show what is in a package and what it needs", [options](Context& c) {
            return print_inspect(run_inspect(*options, c), *options, c.terminal);
        });
    verb.add_option("EAP", options->file, "The package").required();
    verb.add_option("--field", options->field,
                    "Print one value of the JSON document, such as package.appName")
        .type_name("FIELD");
    verb.footer("Example: acapctl inspect --field package.version hello_1_0_0_aarch64.eap");
}

} // namespace acapctl::cli
