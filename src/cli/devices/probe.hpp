#pragma once
// What `acapctl probe` found on devices, and its printers.

#include "cli/app/verb.hpp"
#include "cli/shared/device_report.hpp"
#include "probe/probe.hpp"

#include <ctime>
#include <string>
#include <vector>

namespace acapctl::cli {

using Probed = Outcomes<probe::ProbeResult>;
inline bool has_report(const fleet::Outcome<probe::ProbeResult>& outcome) {
    return outcome.value.report.contains("source"); // else the device was not even reached
}

// Grouped by subject on a terminal; piped, a line for each device and value.
Table probe_table(const Probed& outcomes, bool grouped);

// A page for a browser: devices and what they can do side by side, what differs marked, and how
// fast a model ran. Self-contained; what devices say is text and nothing else.
std::string probe_page(const Probed& outcomes, std::time_t now);

// Its tables.
std::string capability_tables(const Probed& outcomes);

// Warnings as they stand in a document.
nlohmann::json warnings_of(const std::vector<Failure>& warnings);

struct DeviceOptions;
// For --dry-run and --curl. The first asks the devices, and changes nothing.
ExitCode show_plan(const DeviceOptions& devices, const probe::ProbeOptions& options,
                   Context& context);

struct ExportOptions {
    std::string directory{};
    std::string vendor{};
    std::string vendor_id{};
};
// Writes the probe's packages under that vendor, and tells where.
ExitCode export_probe(const ExportOptions& options, const std::vector<probe::Offer>& offers,
                      Context& context);

} // namespace acapctl::cli
