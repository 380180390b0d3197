#pragma once
// `acapctl apply FILE`: what it asks for, which is the applications of the file, with their
// packages and devices; and what came of it.

#include "cli/shared/device_options.hpp"
#include "cli/shared/device_report.hpp"
#include "device/deploy/preflight.hpp"
#include "fleet/desired_state.hpp"

#include <set>
#include <string>
#include <vector>

namespace acapctl::cli {

struct ApplyOptions {
    DeviceOptions devices{};
    std::string file{};
    std::vector<std::string> reports{};
    bool check = false;
    bool yes = false;
    bool allow_unsigned = false;
};

// An application of the file, with its packages read and its devices found.
struct Wanted {
    fleet::DesiredApplication desired{};
    std::vector<device::Candidate> candidates{};
    std::set<std::string> devices{};
};

// Throws invalid_input for a file, and a package, that cannot be taken.
std::vector<Wanted> read_wanted(const ApplyOptions& options, Context& context);

// All devices of the file, each once, or those that were named.
DeviceOptions all_devices(const ApplyOptions& options, const std::vector<Wanted>& wanted);

// Throws a usage error for a device of -t that the file does not speak of, or not by this name: it
// is no device that is as the file says.
void check_targets(const ApplyOptions& options, const std::vector<Wanted>& wanted,
                   const Context& context);

struct Applied {
    std::vector<fleet::Change> changes{};
    std::size_t begun = 0; // of them
    std::size_t done = 0;  // of these; one that is begun and not done has failed
    bool only_planned = true;

    const char* outcome_of(std::size_t change) const {
        if (only_planned) return "planned";
        return change < done ? "done" : change < begun ? "failed" : "not-reached";
    }
};
using ApplyOutcomes = Outcomes<Applied>;

std::size_t count_changes(const ApplyOutcomes& outcomes);
// What is asked about, or would be: a line for each change.
std::vector<std::string> plan_lines(const ApplyOutcomes& plan);

// `only_planned`: nothing was done. Writes the reports, too.
ExitCode print_applied(const ApplyOutcomes& outcomes, bool only_planned,
                       const ApplyOptions& options, Context& context);
// The same where nobody has agreed: who was asked has seen the plan, a script gets it.
ExitCode leave_all(const ApplyOutcomes& plan, bool was_asked, const ApplyOptions& options,
                   Context& context);

} // namespace acapctl::cli
