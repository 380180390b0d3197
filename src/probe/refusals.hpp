#pragma once
// Why larod did not run a model, or may run it slowly, by what is documented. Pure.

#include "model/model.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::probe {

// To each entry of "models" in a report that did not run is added, as "documented", what its
// number means and what the judge of models says of its larod device, where the model can be to
// blame; to one that ran, why it may be slow or not do what is meant, if the judge says so.
void explain_runs(nlohmann::json& report, const model::ModelFacts& model);

// Of such an entry, for people; empty: nothing is documented.
std::string shown_documented(const nlohmann::json& run);

} // namespace acapctl::probe
