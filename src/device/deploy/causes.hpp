#pragma once
// Why an application did not come up, from the lines of a device's log, by data/start-causes.json.

#include "acapctl/advice.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::device {

struct Cause {
    std::string id{};             // "missing-symbol"
    std::string what{};           // "the program wants a newer library than the device has"
    std::string remedy{};         // what to do next, in plain words
    std::vector<Advice> advice{}; // what else to do
    std::string line{};           // that says so, as the device sent it
};

// The first row of the table that a line matches; the narrow ones come first. Nothing is guessed:
// without such a line there is no cause.
std::optional<Cause> likely_cause(const std::vector<std::string>& lines);

} // namespace acapctl::device
