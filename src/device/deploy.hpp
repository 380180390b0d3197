#pragma once
// A package onto a device: check, upload, verify, start, verify. Every conclusion is what the
// device shows afterwards, not what it answered.

#include "acapctl/package.hpp"
#include "device/clock.hpp"
#include "device/log.hpp"
#include "device/session.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::device {

enum class Expect {
    nothing,
    running, // Running, and still so after `settle`
    exit     // has run, and has ended by itself without a failure in the log
};

struct DeployOptions {
    bool start = false;
    Expect expect = Expect::nothing;
    std::chrono::milliseconds wait{30'000};     // for `expect`, exit 12
    std::chrono::milliseconds settle{3'000};    // how long Running must last
    std::chrono::milliseconds resolve{120'000}; // for a lost answer to show its outcome
    bool allow_unsigned = false; // admit an unsigned package, then put the policy back
};

// What the caller may show while it happens. Any may be empty.
struct DeployObserver {
    std::function<void(const std::string& step)> on_step{};
    std::function<void(std::uint64_t sent, std::uint64_t total)>
        on_progress{}; // bytes of the upload
    // The last lines of the application that did not come up, before the error is thrown.
    std::function<void(const std::vector<std::string>& lines)> on_log{};
};

struct DeployReport {
    std::string application{}; // as the device spells it
    std::string version{};     // as the device shows it
    std::string previous_version{};
    std::string outcome{};        // installed, upgraded, downgraded, reinstalled
    std::string status{};         // afterwards
    bool policy_switched = false; // AllowUnsigned was on for the upload
    LogMerge log_before_start{};  // what the application's log had before; to follow from there
};

// Throws `incompatible` before the device is touched, `refused` for an error of the device,
// `condition` when the application does not do what is expected. What was reached by then is in
// `report`.
void deploy(Session& session, const Package& package, const DeployOptions& options,
            const DeployObserver& observer, DeployReport& report, const Clock& clock = {});

// The steps, for callers that need only some.
void install(Session& session, const Package& package, const DeployOptions& options,
             const DeployObserver& observer, DeployReport& report, const Clock& clock = {});
void start_and_expect(Session& session, const DeployOptions& options,
                      const DeployObserver& observer, DeployReport& report,
                      const Clock& clock = {});

} // namespace acapctl::device
