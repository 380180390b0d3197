#pragma once
// A package onto a device: check, upload, verify, start, verify. Every conclusion is what the
// device shows afterwards, not what it answered.

#include "device/deploy/causes.hpp"
#include "device/deploy/history.hpp"
#include "device/deploy/intent.hpp"
#include "device/deploy/outcome.hpp"
#include "device/deploy/preflight.hpp"
#include "device/http/clock.hpp"
#include "device/log/log_merge.hpp"
#include "device/session/session.hpp"

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
    std::chrono::milliseconds patience{60'000}; // for a busy device, or one that is not there
    std::optional<int> repeats{}; // of an upload, at most; nothing: as `patience` has room for
    bool allow_unsigned = false;  // admit an unsigned package, then put the policy back
    Permitted permitted{};        // to be replaced
    bool force = false;           // pass over every "no" that can be overridden
    bool reinstall = false;       // even if this very build is installed
    std::string to_reinstall{};   // the option of the caller for that, for messages; empty: none
    bool only_check = false;      // change nothing on the device
    bool rollback_on_failure = false;   // put the previous package back if this one does not live
    const History* history = nullptr;   // what was deployed from here; nullptr: not remembered
    std::optional<Facts> facts{};       // if they are known already
    std::string assumed_architecture{}; // of a device that does not tell
    std::string
        until{}; // with Expect::running: a regular expression that a line of the log matches
    std::optional<Intent>
        interrupted{}; // of a process that was killed: first ask what became of it
    // What a probe has found on this device, which tells these facts. Empty: nobody knows.
    std::function<std::optional<sdk::Measured>(const Target&, const Facts&)> measured{};
};

// What the caller may show while it happens. Any may be empty.
struct DeployObserver {
    std::function<void(const std::string& step)> on_step{};
    std::function<void(std::uint64_t sent, std::uint64_t total)>
        on_progress{}; // bytes of the upload
    // The last lines of the log about a package that was refused, or an application that did not
    // come up, before the error is thrown.
    std::function<void(const std::vector<std::string>& lines)> on_log{};
    std::function<void(const std::vector<Check>& checks)> on_checks{};
    // Before the first byte of a package is sent.
    std::function<void(const Intent& intent)> on_intent{};
};

// One of the packages that were given, and why the device gets it or does not.
struct Considered {
    std::string package{}; // the file
    bool chosen = false;
    std::string reason{};
};

struct DeployReport {
    std::string application{}; // as the device spells it
    std::string version{};     // as the device shows it now
    std::string previous_version{};
    DeployOutcome outcome{};
    // What it was doing last: "ask" what the device is and has, "check" whether the package may go
    // there, "upload" it and see it there, "start" it and see it live.
    const char* step = "ask";
    std::string status{};         // afterwards
    std::string deployed_at{};    // unchanged: when this build was deployed from here
    bool policy_switched = false; // AllowUnsigned was on for the upload
    Facts facts{};
    std::string package{}; // the file chosen
    std::vector<Considered> candidates{};
    std::vector<Check> checks{};
    std::optional<Cause> cause{}; // why it did not come up
    LogMerge log_before_start{};  // what the application's log had before; to follow from there
};

// Installs the candidate that fits. Throws `incompatible` before the device is touched, `refused`
// for an error of the device, `condition` when the application does not do what is expected. What
// was reached by then is in `report`, and the message says what the device has.
void deploy(Session& session, const std::vector<Candidate>& candidates,
            const sdk::Knowledge& knowledge, const DeployOptions& options,
            const DeployObserver& observer, DeployReport& report, const Clock& clock = {});

} // namespace acapctl::device
