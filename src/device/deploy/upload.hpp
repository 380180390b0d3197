#pragma once
// One package sent to a device, until it is known what came of it.

#include "device/deploy/deploy.hpp"
#include "device/vapix/replies.hpp"

namespace acapctl::device {

// How much of the package has left, over all attempts.
enum class Sent { nothing, part, whole };

struct Upload {
    const Package& package;
    const std::vector<Application>& before;    // what the device had
    std::optional<std::int64_t> device_time{}; // its clock at that moment, ms since 1970
    const DeployOptions& options;
    const DeployObserver& observer;
    const Clock& clock;
    // Also when it ends with an error:
    Sent sent = Sent::nothing;
    bool refused = false; // the device has said that it does not take it
};

// Sends it; again when the device is busy, was not reached, or clearly did not get all of it. A
// lost answer is resolved by what the device shows. Gives the entry of list.cgi that proves the
// installation. Throws `refused` for an error of the device, `unreachable` with code "answer-lost"
// if it cannot be told.
Application perform_upload(Session& session, Upload& upload);

// The lines that the device's installer wrote since `since`, by the device's clock; nothing if its
// log cannot be read.
std::optional<std::vector<std::string>> installer_lines(Session& session,
                                                        std::optional<std::int64_t> since);

} // namespace acapctl::device
