#pragma once
// What a failure of a deployment means for a probe, and those that only a probe has.

#include "acapctl/error.hpp"
#include "probe/choice.hpp"
#include "probe/visit.hpp"

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::probe {

// The device takes signed packages alone.
bool is_refused_by_policy(const Failure& failure);

// Whether another package may do; nothing: none helps.
std::optional<Setback> setback_of(const Failure& failure);

// Whether the model ran on one larod device at least, by the report's "models".
bool has_run(const nlohmann::json& models);

// The model ran on none: `condition`, code "model-not-run".
Failure not_run(const nlohmann::json& report);

// An interruption, with what has become of the probe.
Failure told_of_end(Failure failure, const Visit::End& end);

// What a deploy advises about an application of the user's own is not for a probe: one that does
// not fit is not mended or forced, and one of another vendor that is there is a probe that was
// left. Where signed packages alone are taken, a package that was named is named here too, with
// what is known of its signature.
Failure for_probe(Failure failure, const Offer& offer);

// A report that is whole and means nothing: `condition`, code "probe-unusable".
[[noreturn]] void throw_unusable(const std::string& why, const Offer& offer);

} // namespace acapctl::probe
