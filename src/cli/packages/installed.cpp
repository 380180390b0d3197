#include "cli/packages/installed.hpp"

#include "cli/packages/installed_page.hpp"
#include "cli/shared/edges.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/facts.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/output_file.hpp"
#include "support/text.hpp"
#include "support/time.hpp"
#include "terminal/table.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;
using sdk::Readiness;

std::optional<sdk::AxisOsSet> declared_by(const device::Application& app) {
    if (app.os_ranges.empty()) return std::nullopt;
    sdk::AxisOsSet set;
    for (const auto& range : app.os_ranges)
        set.push_back({sdk::AxisOs::parse(range.min), sdk::AxisOs::parse(range.max)});
    return set;
}

class Check {
  public:
    Check(const InstalledOptions& options, Context& context)
        : axis_os_(sdk::AxisOs::from_user(options.axis_os).str()),
          knowledge_(context.edges.knowledge()), packages_(options.packages, context.stop) {}

    const std::string& axis_os() const { return axis_os_; }

    void look(device::Session& session, DeviceProspect& prospect) const {
        const device::Facts facts = device::read_facts(session);
        prospect.model = facts.model;
        prospect.axis_os = facts.axis_os;
        const sdk::DeviceFacts then =
            sdk::device_facts(facts.architecture, facts.soc, axis_os_, knowledge_.catalog);
        prospect.release = sdk::prospect_of(then);
        const auto applications = device::list_applications(session);
        const device::Identity who = device::identity_of(session.target(), facts.serial);
        const bool lists_ranges = std::ranges::any_of(
            applications, [](const device::Application& app) { return !app.os_ranges.empty(); });
        for (const device::Application& app : applications)
            prospect.applications.push_back(judge(app, who, then, lists_ranges));
    }

  private:
    InstalledApplication judge(const device::Application& app, const device::Identity& who,
                               const sdk::DeviceFacts& then, bool lists_ranges) const {
        InstalledApplication result{.name = app.name,
                                    .nice_name = app.nice_name,
                                    .version = app.version,
                                    .package = packages_.of(app, who, then)};
        std::string unreadable;
        if (result.package) {
            try {
                result.prospect = judge_package(app, result.package->file, then);
                return result;
            } catch (const Error& error) {
                if (error.kind() == ErrorKind::interrupted) throw;
                unreadable = error.what();
                result.package.reset();
            }
        }
        result.prospect =
            sdk::prospect_of(sdk::InstalledFacts{.declared = declared_by(app),
                                                 .is_signed = app.is_signed(),
                                                 .uses_dlpu = app.uses_dlpu.value_or(false),
                                                 .bundled = app.bundled.value_or(false),
                                                 .lists_ranges = lists_ranges},
                             then, knowledge_.catalog);
        if (!unreadable.empty())
            result.prospect.add({.weight = Readiness::unknown,
                                 .what = "its package cannot be read: " + unreadable});
        return result;
    }

    sdk::Prospect judge_package(const device::Application& app, const std::filesystem::path& file,
                                const sdk::DeviceFacts& then) const {
        sdk::CompatibilityInput input = packages_.contents(file);
        // The device's own words win: what is installed may be the signed copy of a package that is
        // kept unsigned, and another build of the version may declare other ranges.
        if (const auto is_signed = app.is_signed()) input.is_signed = *is_signed;
        if (auto declared = declared_by(app)) input.declared = std::move(declared);
        return sdk::prospect_of(sdk::compatibility(input, knowledge_), then);
    }

    std::string axis_os_;
    sdk::Knowledge knowledge_;
    KnownPackages packages_;
};

// Where the package came from by which it was judged; empty: the device alone told of it.
std::string origin(const InstalledApplication& app) {
    if (!app.package) return {};
    return app.package->given ? "given" : "deployed";
}

json device_json(const DeviceProspect& device) {
    json applications = json::array();
    for (const InstalledApplication& app : device.applications)
        applications.push_back({{"name", app.name},
                                {"version", or_null(app.version)},
                                {"package", app.package ? json(app.package->file) : json()},
                                {"packageFrom", or_null(origin(app))},
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

std::string why(const InstalledApplication& app) {
    std::string words = why(app.prospect);
    if (!app.package) return words;
    return words.empty() ? "by its package" : words + "; by its package";
}

std::string why(const DeviceProspect& device) {
    std::string words = why(device.release);
    const auto culprits = device.culprits();
    if (culprits.empty()) return words;
    if (!words.empty()) words += "; ";
    return words + "because of " + text::some_of(culprits);
}

void add_device_rows(Table& table, const fleet::Outcome<DeviceProspect>& outcome) {
    if (outcome.failure) return;
    const auto add = [&](const std::string& app, const std::string& version, Readiness readiness,
                         const std::string& words) {
        table.add({outcome.device,
                   Table::or_dash(app),
                   Table::or_dash(version),
                   {sdk::readiness_words(readiness), style_of(readiness)},
                   words});
    };
    const DeviceProspect& device = outcome.value;
    add("", "", device.readiness(), why(device));
    for (const InstalledApplication& app : device.applications)
        add(app.name, app.version, app.prospect.readiness, why(app));
}

Table table_of(const InstalledReport& report) {
    return device_table({"DEVICE", "APPLICATION", "VERSION", "READY", "WHY"}, "READY",
                        report.devices, add_device_rows);
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

std::vector<std::string> DeviceProspect::culprits() const {
    std::vector<std::string> names;
    const Readiness worst = readiness();
    if (worst == Readiness::ready) return names;
    for (const InstalledApplication& app : applications)
        if (app.prospect.readiness == worst)
            names.push_back(app.nice_name.empty() ? app.name : app.nice_name);
    return names;
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
    InstalledReport report{.axis_os = check.axis_os(), .time = utc_text()};
    report.devices = on_devices<DeviceProspect>(
        options.devices, context,
        [&](device::Session& session, DeviceProspect& prospect) { check.look(session, prospect); });
    if (!options.html.empty()) {
        write_file(options.html, installed_page(report));
        context.terminal.note("page: " + options.html);
    }
    return report;
}

ExitCode print_installed(const InstalledReport& report, const InstalledOptions& options,
                         Terminal& terminal) {
    const bool knows_packages = std::ranges::any_of(report.devices, [](const auto& outcome) {
        return std::ranges::any_of(outcome.value.applications,
                                   [](const auto& app) { return app.package.has_value(); });
    });
    if (terminal.json()) {
        terminal.print_document(document_of(report));
    } else {
        print_and_tell(terminal, table_of(report), [&] { tell_failed(terminal, report.devices); });
        if (knows_packages)
            terminal.note("by its package: one of this name and version, given or deployed from "
                          "here; that proves the version, not that it is the very build that is "
                          "installed");
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
