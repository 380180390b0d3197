#pragma once
// Which of several packages a device gets, and why it gets none of the others.

#include "device/deploy/deploy.hpp"

#include <optional>
#include <vector>

namespace acapctl::device {

struct Choice {
    const Candidate* chosen = nullptr;    // of those given; nullptr: none, as `failure` says
    std::vector<Considered> considered{}; // all of them, in their order
    std::optional<Failure> failure{};
    std::vector<Check> checks{}; // that refuse, of what came closest
};

// Of those for the device's architecture, one against which nothing speaks: rather a package made
// for the architecture than one for all; of one version, rather what nothing is unknown about, what
// is made for the chip, what is signed. Two that differ in nothing of this, or only in their
// version, are a usage error; none is `incompatible`. One that alone is for the architecture is
// chosen whatever speaks against it: whoever installs it checks that. `force`: what can be
// overridden counts less, and refuses nothing. Pure.
Choice choose_candidate(const std::vector<Candidate>& candidates, const Situation& situation,
                        const sdk::Catalog& catalog, bool force);

// The device as far as a choice depends on it: what the user has to permit makes no package fit
// less. AllowUnsigned is asked for only where signed and unsigned packages are for the device.
Situation situation_for_choice(Session& session, const std::vector<Candidate>& candidates,
                               const Facts& facts, const std::vector<Application>& installed,
                               const sdk::Catalog& catalog, const DeployOptions& options);

} // namespace acapctl::device
