#pragma once
// The values that completions offer, by the word that stands for them in the help: what is built in
// and what is remembered on this machine.

#include "cli/app/complete.hpp"

#include <string_view>
#include <vector>

namespace acapctl::cli {

struct Edges; // cli/shared/edges.hpp

// None for another word, and for what cannot be read.
std::vector<Candidate> completion_values(std::string_view word, const Edges& edges);

} // namespace acapctl::cli
