#pragma once
// Whether what is installed on devices survives an AXIS OS.

#include "cli/packages/known_packages.hpp"
#include "cli/shared/device_options.hpp"
#include "sdk/readiness.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

struct InstalledOptions {
    DeviceOptions devices{};
    std::string axis_os{};  // the one to come
    std::string packages{}; // a directory with packages of what is installed; empty: none
    std::string html{};     // where to write the page; empty: nowhere
    bool strict = false;
};

struct InstalledApplication {
    std::string name{};
    std::string nice_name{}; // for people; empty: none
    std::string version{};
    std::optional<KnownPackage> package{}; // of that name and version, by which it was judged
    sdk::Prospect prospect{};
};

struct DeviceProspect {
    std::string model{};
    std::string axis_os{}; // now
    sdk::Prospect release{};
    std::vector<InstalledApplication> applications{};

    sdk::Readiness readiness() const; // that of the worst
    // Because of which applications it is not ready, by their names for people.
    std::vector<std::string> culprits() const;
};

struct InstalledReport {
    std::string axis_os{};
    std::string time{}; // when they were asked, RFC 3339
    Outcomes<DeviceProspect> devices{};

    std::map<sdk::Readiness, std::size_t> counts() const; // of the devices that answered
};

// A reason with what to do about it; the same for documents.
std::string in_words(const sdk::ReadinessReason& reason);
nlohmann::json reasons_json(const sdk::Prospect& prospect);

// Throws a usage error without an AXIS OS, and invalid_input for a directory that is none.
InstalledReport run_installed(const InstalledOptions& options, Context& context);
ExitCode print_installed(const InstalledReport& report, const InstalledOptions& options,
                         Terminal& terminal);

} // namespace acapctl::cli
