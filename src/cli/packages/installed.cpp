#include "cli/packages/installed.hpp"

#include "cli/packages/installed_page.hpp"
#include "cli/shared/edges.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/facts.hpp"
#include "package/reader.hpp"
#include "sdk/package_needs.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/output_file.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using sdk::Readiness;

constexpr std::size_t most_packages = 10'000;
constexpr int deepest = 32;

struct KnownPackage {
    std::string version{};
    std::string architecture{};
    fs::path file{};
};
using KnownPackages = std::multimap<std::string, KnownPackage>; // by the application's name

// What is no package is none of what is installed.
void add_package(const fs::path& file, KnownPackages& known, const std::stop_token& stop) {
    try {
        const Package package = read_package_head(file, stop);
        known.emplace(package.app_name, KnownPackage{package.version, package.architecture, file});
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
    }
}

KnownPackages packages_in(const std::string& directory, const std::stop_token& stop) {
    KnownPackages known;
    if (directory.empty()) return known;
    if (!fs::is_directory(directory))
        throw_invalid(fmt::format("{} is no directory", text::visible(directory)),
                      "--packages names one with .eap files");
    std::error_code error;
    for (fs::recursive_directory_iterator
             entry(directory, fs::directory_options::skip_permission_denied, error),
         end;
         !error && entry != end && known.size() < most_packages; entry.increment(error)) {
        check(stop);
        if (entry.depth() == deepest) entry.disable_recursion_pending();
        std::error_code unreadable;
        if (entry->path().extension() == ".eap" && entry->is_regular_file(unreadable))
            add_package(entry->path(), known, stop);
    }
    return known;
}

bool same_version(const std::string& left, const std::string& right) {
    return ApplicationVersion(left) == ApplicationVersion(right);
}

// The package of that very version that the device would take; an empty path if there is none.
fs::path package_of(const device::Application& app, const sdk::DeviceFacts& device,
                    const KnownPackages& known) {
    const auto [first, last] = known.equal_range(app.name);
    for (auto it = first; it != last; ++it)
        if (same_version(it->second.version, app.version) &&
            sdk::judge_architecture(it->second.architecture, device).verdict != sdk::Verdict::no)
            return it->second.file;
    return {};
}

std::optional<sdk::AxisOsSet> declared_by(const device::Application& app) {
    if (app.os_ranges.empty()) return std::nullopt;
    sdk::AxisOsSet set;
    for (const auto& range : app.os_ranges)
        set.push_back({sdk::AxisOs::parse(range.min), sdk::AxisOs::parse(range.max)});
    return set;
}

// list.cgi says "Signed", and "Unknown" of what has no signature (12.11, recorded).
std::optional<bool> signed_by(const device::Application& app) {
    if (app.signature.empty()) return std::nullopt;
    return app.signature == "Signed";
}

class Check {
  public:
    Check(const InstalledOptions& options, Context& context)
        : axis_os_(sdk::AxisOs::from_user(options.axis_os).str()), stop_(context.stop),
          knowledge_(context.edges.knowledge()),
          packages_(packages_in(options.packages, context.stop)) {}

    const std::string& axis_os() const { return axis_os_; }

    void look(device::Session& session, DeviceProspect& prospect) const {
        const device::Facts facts = device::read_facts(session);
        prospect.model = facts.model;
        prospect.axis_os = facts.axis_os;
        const sdk::DeviceFacts then =
            sdk::device_facts(facts.architecture, facts.soc, axis_os_, knowledge_.catalog);
        prospect.release = sdk::prospect_of(then);
        const auto applications = device::list_applications(session);
        const bool lists_ranges = std::ranges::any_of(
            applications, [](const device::Application& app) { return !app.os_ranges.empty(); });
        Inputs inputs; // a device may name one application many times
        for (const device::Application& app : applications)
            prospect.applications.push_back(judge(app, then, lists_ranges, inputs));
    }

  private:
    using Inputs = std::map<fs::path, sdk::CompatibilityInput>;

    InstalledApplication judge(const device::Application& app, const sdk::DeviceFacts& then,
                               bool lists_ranges, Inputs& inputs) const {
        InstalledApplication result{
            .name = app.name, .version = app.version, .package = package_of(app, then, packages_)};
        const auto is_signed = signed_by(app);
        if (result.package.empty()) {
            result.prospect =
                sdk::prospect_of(sdk::InstalledFacts{.declared = declared_by(app),
                                                     .is_signed = is_signed,
                                                     .uses_dlpu = app.uses_dlpu,
                                                     .bundled = app.bundled.value_or(false),
                                                     .lists_ranges = lists_ranges},
                                 then, knowledge_.catalog);
            return result;
        }
        const WordSearch& words = sdk::InterfaceTable::built_in().words();
        const auto [known, fresh] = inputs.try_emplace(result.package);
        if (fresh)
            known->second = sdk::compatibility_input(scan_package(result.package, words, stop_));
        sdk::CompatibilityInput input = known->second;
        // What is installed may be the signed copy of a package that is kept unsigned.
        if (is_signed) input.is_signed = *is_signed;
        result.prospect = sdk::prospect_of(sdk::compatibility(input, knowledge_), then);
        return result;
    }

    std::string axis_os_;
    std::stop_token stop_;
    sdk::Knowledge knowledge_;
    KnownPackages packages_;
};

json device_json(const DeviceProspect& device) {
    json applications = json::array();
    for (const InstalledApplication& app : device.applications)
        applications.push_back({{"name", app.name},
                                {"version", or_null(app.version)},
                                {"package", or_null(app.package.string())},
                                {"readiness", sdk::readiness_name(app.prospect.readiness)},
                                {"reasons", reasons_json(app.prospect)}});
    return {{"model", or_null(device.model)},
            {"axisOs", or_null(device.axis_os)},
            {"readiness", sdk::readiness_name(device.readiness())},
            {"reasons", reasons_json(device.release)},
            {"applications", std::move(applications)}};
}

json document_of(const InstalledReport& report) {
    std::vector<json> devices;
    for (const auto& outcome : report.devices)
        devices.push_back(device_object(
            outcome.device, outcome.failure ? json::object() : device_json(outcome.value),
            outcome.failure));
    json document = devices_document("compat", std::move(devices));
    document["upgrade"] = {{"axisOs", report.axis_os}, {"readiness", json::object()}};
    for (const auto& [readiness, count] : report.counts())
        document["upgrade"]["readiness"][sdk::readiness_name(readiness)] = count;
    return document;
}

Style style_of(Readiness readiness) {
    if (readiness == Readiness::ready) return Style::green;
    return readiness == Readiness::not_ready ? Style::red : Style::yellow;
}

std::string why(const sdk::Prospect& prospect) {
    std::vector<std::string> words;
    for (const sdk::ReadinessReason& reason : prospect.reasons) words.push_back(in_words(reason));
    return text::join(words, "; ");
}

// The device is as ready as the worst of what is on it; the reasons stand with that.
sdk::Prospect whole(const DeviceProspect& device) {
    sdk::Prospect prospect = device.release;
    prospect.readiness = device.readiness();
    return prospect;
}

Table table_of(const InstalledReport& report) {
    return device_table({"DEVICE", "APPLICATION", "VERSION", "READY", "WHY"}, "READY",
                        report.devices,
                        [](Table& table, const fleet::Outcome<DeviceProspect>& outcome) {
                            const auto add = [&](const std::string& app, const std::string& version,
                                                 const sdk::Prospect& prospect) {
                                const Readiness readiness = prospect.readiness;
                                table.add({outcome.device,
                                           Table::or_dash(app),
                                           Table::or_dash(version),
                                           {sdk::readiness_words(readiness), style_of(readiness)},
                                           why(prospect)});
                            };
                            if (outcome.failure) return;
                            add("", "", whole(outcome.value));
                            for (const InstalledApplication& app : outcome.value.applications)
                                add(app.name, app.version, app.prospect);
                        });
}

// Unknown is never counted as ready.
std::string summary(const InstalledReport& report) {
    std::vector<std::string> words;
    for (const auto& [readiness, count] : report.counts())
        words.push_back(fmt::format("{} {}", count, sdk::readiness_words(readiness)));
    const std::size_t silent = failed_of(report.devices);
    if (silent > 0) words.push_back(fmt::format("{} could not be asked", silent));
    const std::size_t all = report.devices.size();
    return fmt::format("for AXIS OS {}, of {} device{}: {}", report.axis_os, all,
                       all == 1 ? "" : "s", text::join(words, ", "));
}

} // namespace

std::string in_words(const sdk::ReadinessReason& reason) {
    return reason.remedy.empty() ? reason.what : fmt::format("{}: {}", reason.what, reason.remedy);
}

json reasons_json(const sdk::Prospect& prospect) {
    json list = json::array();
    for (const sdk::ReadinessReason& reason : prospect.reasons)
        list.push_back({{"readiness", sdk::readiness_name(reason.weight)},
                        {"what", reason.what},
                        {"source", or_null(reason.source)},
                        {"remedy", or_null(reason.remedy)}});
    return list;
}

Readiness DeviceProspect::readiness() const {
    Readiness worst = release.readiness;
    for (const InstalledApplication& app : applications)
        worst = std::max(worst, app.prospect.readiness);
    return worst;
}

std::map<Readiness, std::size_t> InstalledReport::counts() const {
    std::map<Readiness, std::size_t> counts;
    for (const auto& outcome : devices)
        if (!outcome.failure) ++counts[outcome.value.readiness()];
    return counts;
}

InstalledReport run_installed(const InstalledOptions& options, Context& context) {
    if (options.axis_os.empty())
        throw_usage("which AXIS OS is to come?", "name it with --axis-os, as 13");
    if (!options.html.empty()) refuse_odd_output(options.html);
    const Check check(options, context);
    InstalledReport report{.axis_os = check.axis_os()};
    report.devices = on_devices<DeviceProspect>(
        options.devices, context,
        [&](device::Session& session, DeviceProspect& prospect) { check.look(session, prospect); });
    if (!options.html.empty()) write_file(options.html, installed_page(report));
    return report;
}

ExitCode print_installed(const InstalledReport& report, const InstalledOptions& options,
                         Terminal& terminal) {
    const bool knows_packages = std::ranges::any_of(report.devices, [](const auto& outcome) {
        return std::ranges::any_of(outcome.value.applications,
                                   [](const auto& app) { return !app.package.empty(); });
    });
    if (terminal.json()) {
        terminal.print_document(document_of(report));
    } else {
        print_devices_table(terminal, report.devices, table_of(report));
        if (knows_packages)
            terminal.note("a package of the same name and version proves the version, not that it "
                          "is the very build that is installed");
        terminal.note(summary(report));
    }
    const ExitCode asked = fleet::exit_code(report.devices);
    if (asked != ExitCode::done) return asked;
    const auto counts = report.counts();
    const Readiness worst = counts.empty() ? Readiness::ready : counts.rbegin()->first;
    const bool fails =
        worst == Readiness::not_ready || (options.strict && worst != Readiness::ready);
    return fails ? ExitCode::incompatible : ExitCode::done;
}

} // namespace acapctl::cli
