#pragma once
// How sure a fact of the tables is, which says what may follow from it.

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::sdk {

enum class Confidence {
    official,    // O: Axis' own page or repository
    measured,    // M: on a device, by somebody who published it
    third_party, // T: somebody's word
    general      // G: general knowledge, not checked
};
const char* confidence_name(Confidence confidence); // for documents: "official"

// Of a row's "confidence".
Confidence confidence_of(const nlohmann::json& row);

} // namespace acapctl::sdk
