#pragma once
// Whether an API is there on a chip under an AXIS OS, by what Axis listed. A table speaks for its
// own AXIS OS and, with the rule of long-term support, for what lies between it and the next one
// that says the same; unknown stays unknown.

#include "sdk/catalog.hpp"

namespace acapctl::sdk {

enum class Availability { yes, no, unknown };
const char* availability_name(Availability availability); // "yes", "no", "unknown"

struct ApiAnswer {
    Availability availability = Availability::unknown;
    std::string source{}; // empty when unknown
};

ApiAnswer availability(const Api& api, const Chip& chip, const AxisOs& version,
                       const Catalog& catalog);

} // namespace acapctl::sdk
