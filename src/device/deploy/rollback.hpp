#pragma once
// The package that was there before, back onto a device.

#include "device/deploy/deploy.hpp"

namespace acapctl::device {

// Puts back the package that was deployed from here before the present one.
void roll_back(Session& session, const std::string& app, const sdk::Knowledge& knowledge,
               const DeployOptions& options, const DeployObserver& observer, DeployReport& report,
               const Clock& clock = {});

} // namespace acapctl::device
