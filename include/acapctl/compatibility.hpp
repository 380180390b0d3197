#pragma once
// Where a package runs: on which chips and AXIS OS versions, and why not elsewhere. The answers
// come from a table of what Axis has published up to the release of the library; what it does not
// tell is unknown, which is no "no". Safe to call from several threads at a time.

#include "acapctl/export.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl {

enum class Runs { yes, conditional, unknown, no };
ACAPCTL_API const char* runs_name(Runs runs); // "yes", "conditional", "unknown", "no"

struct RunsOn {
    std::string chip{};    // as `acapctl --chip` takes it: "artpec8"
    std::string axis_os{}; // a release: "12.11.72"
    Runs runs = Runs::unknown;
    std::vector<std::string> reasons{}; // one phrase each; none for yes
};

struct PackageRuns {
    std::string sentence{};             // what it needs, because of which file, hence where it runs
    std::vector<RunsOn> combinations{}; // by chip, then by AXIS OS, oldest first
};

// Reads the package within bounds; throws what read_package() throws.
ACAPCTL_API PackageRuns where_it_runs(const std::filesystem::path& package);

} // namespace acapctl
