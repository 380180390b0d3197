#pragma once
// One package sent to a device, until it is known what came of it.

#include "device/deploy/deploy.hpp"
#include "device/deploy/installer_log.hpp"
#include "device/vapix/replies.hpp"

namespace acapctl::device {

// How much of the package has left, over all attempts.
enum class Sent { nothing, part, whole };

struct Upload {
    const Package& package;
    const std::vector<Application>& before; // what the device had
    InstallerLog& log;                      // which has begun
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

} // namespace acapctl::device
