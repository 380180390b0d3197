// `acapctl manifest upgrade`: a manifest of schema 1 becomes one of schema 2.
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/question.hpp"
#include "manifest/schema/upgrade.hpp"
#include "sdk/axis_os.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/output_file.hpp"
#include "support/text.hpp"

#include <sys/stat.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using manifest::ManifestUpgrade;

constexpr std::uint64_t largest_manifest = 1U << 20U;

struct ManifestOptions {
    std::string file = "manifest.json";
    std::string output; // empty: the same file
    manifest::UpgradeAnswers answers{.last_axis_os = "13"};
    bool dry_run = false;
};

struct ManifestReport {
    std::filesystem::path written{}; // empty: nothing was
    ManifestUpgrade upgrade{};

    bool changed() const { return upgrade.from != upgrade.to; }
};

std::filesystem::path manifest_in(const std::filesystem::path& given) {
    if (!std::filesystem::is_directory(given)) return given;
    const auto below = given / "app" / "manifest.json"; // as build finds projects
    return !exists(given / "manifest.json") && exists(below) ? below : given / "manifest.json";
}

// Asks for the vendorId where a person is there to answer.
void ask_vendor_id(manifest::UpgradeAnswers& answers, Context& context) {
    if (!can_ask(context.edges))
        throw Error({.kind = ErrorKind::usage,
                     .code = "no-vendor-id",
                     .message = "schema 2 needs a vendorId, ten hexadecimal digits that stay the "
                                "same for all versions of an application",
                     .hint = "give it with --vendor-id: the one that the signing service gave you, "
                             "or for trials any, such as 0123456789"});
    const auto alone = one_question();
    context.terminal.tell("schema 2 needs a vendorId: ten hexadecimal digits that stay the same "
                          "for all versions of an application");
    context.terminal.ask("vendorId: ");
    answers.vendor_id = text::trim(read_answer(context).value_or(""));
}

ManifestUpgrade upgrade(const std::filesystem::path& file, const ManifestOptions& options,
                        Context& context) {
    const std::string source = read_file(file, largest_manifest);
    manifest::UpgradeAnswers answers = options.answers;
    ManifestUpgrade upgrade = manifest::upgrade_manifest(source, file.string(), answers);
    if (!upgrade.needs_vendor_id || options.dry_run) return upgrade;
    ask_vendor_id(answers, context);
    return manifest::upgrade_manifest(source, file.string(), answers);
}

mode_t mode_of(const std::filesystem::path& file) {
    struct stat facts {};
    return ::stat(file.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0644U;
}

// Through a link, so that the link stays, but not out of its directory: what a cloned project links
// to is not its own.
std::filesystem::path behind_link(const std::filesystem::path& file) {
    namespace fs = std::filesystem;
    const fs::path directory = fs::canonical(fs::absolute(file).parent_path());
    const fs::path target = fs::canonical(file);
    const fs::path below = target.lexically_relative(directory);
    if (below.empty() || *below.begin() == "..")
        throw_invalid(fmt::format("{} is a link to {}", text::visible(file.string()),
                                  text::visible(target.string())),
                      "name that file itself, or write elsewhere with --output");
    return target;
}

ManifestReport run_upgrade(const ManifestOptions& options, Context& context) {
    sdk::AxisOs::from_user(options.answers.last_axis_os); // wrong usage is told first
    if (!options.output.empty()) refuse_odd_output(options.output);
    const auto file = manifest_in(options.file);
    ManifestReport report{.upgrade = upgrade(file, options, context)};
    if (options.dry_run || (!report.changed() && options.output.empty())) return report;
    const auto target =
        options.output.empty() ? behind_link(file) : std::filesystem::path(options.output);
    write_file(target, report.upgrade.text, mode_of(file), Durability::flushed);
    report.written = options.output.empty() ? file : target;
    return report;
}

nlohmann::json steps_json(const std::vector<manifest::UpgradeStep>& steps) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& step : steps) list.push_back({{"path", step.path}, {"what", step.what}});
    return list;
}

nlohmann::json findings_json(const manifest::Validation& validation) {
    nlohmann::json list = nlohmann::json::array();
    for (const manifest::Finding& finding : validation.findings)
        list.push_back(
            {{"rule", finding.rule},
             {"severity", finding.severity == manifest::Severity::error ? "error" : "warning"},
             {"path", finding.path},
             {"message", finding.message},
             {"hint", or_null(finding.hint)}});
    return list;
}

nlohmann::json document_of(const ManifestReport& report) {
    const ManifestUpgrade& upgrade = report.upgrade;
    return {{"kind", "acapctl.manifest-upgrade/v1"},
            {"from", upgrade.from},
            {"to", upgrade.to},
            {"written", or_null(report.written.string())},
            {"changes", steps_json(upgrade.changes)},
            {"decisions", steps_json(upgrade.decisions)},
            {"findings", findings_json(upgrade.validation)},
            {"manifest", upgrade.text}};
}

void print_steps(const char* title, const std::vector<manifest::UpgradeStep>& steps,
                 Terminal& terminal) {
    if (steps.empty()) return;
    terminal.print(title);
    for (const auto& step : steps) terminal.print(fmt::format("  {}: {}", step.path, step.what));
}

void print_what_is_left(const ManifestUpgrade& upgrade, Terminal& terminal) {
    if (upgrade.validation.findings.empty()) return;
    terminal.print(fmt::format("Schema {} does not take yet", upgrade.to));
    for (const manifest::Finding& finding : upgrade.validation.findings)
        terminal.print(fmt::format("  {}: {}{}", finding.path, finding.message,
                                   finding.hint.empty() ? "" : " (" + finding.hint + ")"));
}

// Done, if what is written is a manifest that builds; else there is work left to do.
ExitCode print_upgrade(const ManifestReport& report, Terminal& terminal) {
    const ManifestUpgrade& upgrade = report.upgrade;
    const ExitCode exit =
        upgrade.validation.accepted() ? ExitCode::done : exit_code(ErrorKind::invalid_input);
    if (terminal.json()) {
        terminal.print_document(document_of(report));
        return exit;
    }
    if (!report.changed())
        terminal.note(fmt::format("the manifest has schema {} already", upgrade.from));
    print_steps("Changed", upgrade.changes, terminal);
    print_steps("For you to decide", upgrade.decisions, terminal);
    print_what_is_left(upgrade, terminal);
    if (!report.written.empty())
        terminal.note(fmt::format("written: {}", report.written.string()));
    else if (report.changed())
        terminal.note("nothing was written");
    return exit;
}

} // namespace

void add_manifest(Verbs& verbs) {
    Command group = verbs.add_group("manifest", "Bring a manifest up to date");
    group.footer("Example: acapctl manifest upgrade --dry-run");
    auto options = Verbs::options<ManifestOptions>();
    Command verb = verbs.add(
        "upgrade", "Rewrite a manifest of schema 1 for schema 2, which AXIS OS 13 demands",
        [options](Context& c) { return print_upgrade(run_upgrade(*options, c), c.terminal); },
        group);
    manifest::UpgradeAnswers& answers = options->answers;
    verb.add_option("FILE", options->file, "The manifest, or the directory of its project")
        .show_default();
    verb.add_option("--vendor-id", answers.vendor_id,
                    "Ten hexadecimal digits; the signing service gives them to a vendor")
        .type_name("ID")
        .not_empty();
    verb.add_option("--axis-os", answers.last_axis_os,
                    "The last AXIS OS that the application says it is for, if it says none yet")
        .type_name("AXIS-OS")
        .show_default();
    verb.add_option("--schema", answers.schema,
                    "The schema; default: the oldest of version 2 with all fields in use")
        .type_name("SCHEMA")
        .not_empty();
    verb.add_option("-o,--output", options->output, "Write here, and leave FILE as it is")
        .type_name("FILE")
        .not_empty();
    verb.add_flag("--dry-run", options->dry_run, "Say what would change, and write nothing");
    verb.footer("Order, spaces and everything the schema does not speak of stay as they are. What "
                "only you can decide is listed.\n\n"
                "Example: acapctl manifest upgrade --vendor-id 0123456789");
}

} // namespace acapctl::cli
