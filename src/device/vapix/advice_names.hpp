#pragma once
// The "advice" of a row of data/*.json.

#include "acapctl/advice.hpp"

#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::device {

// Of a row without any: none. Throws std::out_of_range for a name that is not known; a unit test
// reads every row.
std::vector<Advice> advised_by(const nlohmann::json& row);

} // namespace acapctl::device
