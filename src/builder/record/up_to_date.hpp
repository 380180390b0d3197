#pragma once
// Whether there is anything to do: the package of the last build is there, and nothing it came from
// has changed.

#include "builder/record/record.hpp"

#include <stop_token>
#include <string>

namespace acapctl::builder {

// Asks the engine for its images, last of all. `sources` are those of the plan.
// What it said already is in `early`, if anything was asked.
bool is_up_to_date(const Recorded& recorded, const Plan& plan, const Sources& sources,
                   HashCache& hashes, const std::stop_token& stop,
                   const EarlyAnswers* early = nullptr);

// Said instead of building.
std::string up_to_date_note(const Plan& plan);

} // namespace acapctl::builder
