// `acapctl inspect`: what is in a package, what it needs, where it can run; or what is in a model.
#include "acapctl/package.hpp"
#include "cli/app/verbs.hpp"
#include "cli/packages/model_report.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/elf_report.hpp"
#include "cli/shared/for_device.hpp"
#include "cli/shared/member_json.hpp"
#include "cli/shared/summary.hpp"
#include "package/reader.hpp"
#include "sdk/package_needs.hpp"
#include "sdk/requirements.hpp"
#include "support/json.hpp"
#include "support/regular_file.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct InspectOptions {
    std::string file;
    std::string field;
    NarrowOptions narrow; // of a model
    std::vector<std::string> larod_devices;
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

sdk::ModelReason missing_on(const sdk::DeviceFacts& asked) {
    if (asked.measured && asked.measured->larod_devices)
        return sdk::measured_refusal(*asked.measured, "the device does not have it");
    return {.effect = sdk::ModelEffect::unknown,
            .what = fmt::format("no source that was read says that {} has it", asked.chip_name())};
}

// Who looks at a model asks for a chip or a device, else for every chip.
std::vector<sdk::ModelAdvice> advice_of(const InspectOptions& options,
                                        const model::ModelFacts& facts, Context& context) {
    const std::vector<std::string>& named = options.larod_devices;
    if (!named.empty() && !options.narrow.given()) return {sdk::advise_named(facts, named)};
    const sdk::Catalog& catalog = context.edges.catalog();
    const sdk::DeviceFacts asked = facts_of(narrowed(options.narrow, context), catalog);
    std::vector<sdk::ModelAdvice> advice;
    if (!asked.any_chip) {
        advice.push_back(sdk::advise(facts, asked, catalog));
        if (!named.empty())
            advice.back() = sdk::only_devices(std::move(advice.back()), named, missing_on(asked));
        return advice;
    }
    for (const sdk::Chip& chip : catalog.chips())
        advice.push_back(sdk::advise(facts, chip, catalog));
    return advice;
}

ModelReport run_model(const InspectOptions& options, const std::string& bytes, Context& context) {
    ModelReport report{.file = options.file, .facts = model::model_facts(options.file, bytes)};
    if (!report.facts.problem.empty())
        throw Error(
            {.kind = ErrorKind::invalid_input,
             .code = "damaged-model",
             .message = fmt::format("{}: no sound model of {}: {}", text::visible(options.file),
                                    model::format_label(report.facts.format), report.facts.problem),
             .hint = "take the file as the converter wrote it"});
    report.advice = advice_of(options, report.facts, context);
    return report;
}

json field_of(const json& document, const std::string& field) {
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

void print_summary(const InspectReport& report, Terminal& terminal) {
    const Package& package = report.scan.package;
    const auto line = [&](const char* label, const std::string& value) {
        print_summary_line(label, value, terminal);
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

void print_package(const InspectReport& report, Terminal& terminal) {
    print_summary(report, terminal);
    print_files(report.scan.package, terminal);
    if (!report.scan.elf.empty()) terminal.print("");
    print_elf(report.scan, terminal);
}

// The document, one value of it, or what `print` shows to people.
template <typename Print>
ExitCode print_inspect(const json& document, const InspectOptions& options, Terminal& terminal,
                       const Print& print) {
    if (!options.field.empty()) {
        const json value = field_of(document, options.field);
        if (terminal.json())
            terminal.print_document(
                {{"kind", "acapctl.inspect/v1"}, {"field", options.field}, {"value", value}});
        else
            print_value(value, terminal);
    } else if (terminal.json()) {
        terminal.print_document(document);
    } else {
        print();
    }
    return ExitCode::done;
}

// All of it, if its name or its first bytes say that it is a model, and no archive. What cannot be
// opened is told by who reads packages.
std::optional<std::string> read_model(const std::string& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) return std::nullopt;
    const Descriptor opened = open_to_read(file);
    std::string head(model::longest_mark, '\0');
    const ssize_t size = ::pread(opened.get(), head.data(), head.size(), 0);
    head.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    if (head.starts_with("\x1f\x8b") || (!model::is_model(file, head) && !file.ends_with(".bin")))
        return std::nullopt;
    return read_to_end(opened, file, model::largest_model);
}

ExitCode inspect_verb(const InspectOptions& options, Context& context) {
    Terminal& terminal = context.terminal;
    if (const auto bytes = read_model(options.file)) {
        const ModelReport report = run_model(options, *bytes, context);
        return print_inspect(document_of(report), options, terminal,
                             [&] { print_model(report, terminal); });
    }
    if (options.narrow.given() || !options.larod_devices.empty())
        throw_usage("--chip, --for and --larod-device are about a model",
                    "compat asks the same about a package");
    const InspectReport report = run_inspect(options, context);
    return print_inspect(document_of(report), options, terminal,
                         [&] { print_package(report, terminal); });
}

} // namespace

void add_inspect(Verbs& verbs) {
    auto options = Verbs::options<InspectOptions>();
    Command verb =
        verbs.add("inspect", "Show what is in a package or a model, and where it would run",
                  [options](Context& context) { return inspect_verb(*options, context); });
    verb.add_option("FILE", options->file, "The package (.eap) or model (.tflite and others)")
        .required();
    verb.add_option("--field", options->field,
                    "Print one value of the JSON document, such as package.appName")
        .type_name("FIELD");
    add_chip_options(verb, options->narrow);
    verb.add_repeatable("--larod-device", options->larod_devices,
                        "Of a model: only where larod calls its device so; repeatable")
        .type_name("LAROD-DEVICE");
    verb.footer("Of a model, --chip or --for asks where on that chip or device it would run; "
                "without them every chip is shown.\n\n"
                "Example: acapctl inspect --field package.version hello_1_0_0_aarch64.eap\n"
                "Example: acapctl inspect --chip artpec8 mobilenet.tflite");
}

} // namespace acapctl::cli
