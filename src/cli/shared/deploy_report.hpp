#pragma once
// What came of a deployment, for the documents of the verbs that do one.

#include "device/deploy/deploy.hpp"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

// On one device.
struct Deployed {
    device::DeployReport report{};
    bool failed = false;
    std::vector<std::string> log{}; // the lines that tell about a failure
};

// What was asked and got nothing has failed; "untouched" stays what never was, or was interrupted.
void note_failure(Deployed& deployed, const Failure& failure);

nlohmann::json deploy_fields(const Deployed& deployed);

} // namespace acapctl::cli
