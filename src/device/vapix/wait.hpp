#pragma once
// Waiting until something is true of a device, also through a restart of it.

#include "device/http/clock.hpp"
#include "device/session/session.hpp"
#include "device/vapix/replies.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace acapctl::device {

enum class Condition {
    ready,   // systemready.cgi says so; where there is none, the device lists its applications
    running, // of an application, by list.cgi
    stopped, // the same; one that is not installed is not stopped
    removed, // the same: it is not installed
};
const char* condition_name(Condition condition);

struct WaitOptions {
    Condition condition = Condition::ready;
    std::string app{}; // for all but ready
    std::chrono::milliseconds wait{std::chrono::minutes(5)};
    std::function<void(const std::string& reason)> on_wait{}; // why it is not yet; once for each
};

struct WaitReport {
    std::chrono::milliseconds waited{};
    std::string application{}; // as the device spells it; empty: not asked, or not installed
    std::string status{};      // of the application, at the last look
    std::optional<SystemReady> system{}; // at the last look
};

// A device out of reach, or one that answers nonsense while it starts, is asked again. Throws
// `condition` when the time has passed, and at once what waiting does not mend (login,
// certificate).
void wait_for(Session& session, const WaitOptions& options, WaitReport& report,
              const Clock& clock = {});

} // namespace acapctl::device
