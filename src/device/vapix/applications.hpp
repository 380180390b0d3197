#pragma once
// The application interface of a device: what is installed, and start, stop, restart, remove.

#include "device/http/clock.hpp"
#include "device/session/session.hpp"
#include "device/vapix/replies.hpp"

namespace acapctl::device {

std::vector<Application> list_applications(Session& session);

// The entry whose name is `app`, else the only one that differs in letter case, else none.
const Application* find_application(const std::vector<Application>& applications,
                                    std::string_view app);
// As above, but a missing one is a `refused` error with the nearest name as hint.
const Application& require_application(const std::vector<Application>& applications,
                                       std::string_view app);

enum class Control { start, stop, restart, remove };
const char* control_name(Control action);

struct ControlResult {
    std::string app{};    // as the device spells it
    bool changed = true;  // false: it was running, or stopped, already
    std::string status{}; // afterwards, by list.cgi; empty: unknown or removed
    std::string note{};   // for the person, e.g. the spelling that was used
};

// What the device said to control.cgi. Throws for what it refused, and if nothing was sent.
struct ControlAnswer {
    bool changed = true;         // false: it was running, or stopped, already
    std::optional<Error> lost{}; // no answer, or "outcome unknown" (15): the list must tell
};
ControlAnswer send_control(Session& session, Control action, const std::string& app);

// Idempotent: starting what runs and stopping what is stopped succeeds unchanged. The outcome is
// verified with list.cgi where that can show it; restart may drop the connection in the middle of
// its answer.
ControlResult control_application(Session& session, Control action, const std::string& app,
                                  const Clock& clock = {});

} // namespace acapctl::device
