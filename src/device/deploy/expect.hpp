#pragma once
// Starting an application and watching whether it lives.

#include "device/deploy/deploy.hpp"

namespace acapctl::device {

// The last step of a deployment: starts report.application and watches it.
void start_and_expect(Session& session, const DeployOptions& options,
                      const DeployObserver& observer, DeployReport& report,
                      const Clock& clock = {});

} // namespace acapctl::device
