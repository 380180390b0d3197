#pragma once
// A report as a person reads it: grouped by subject, a line each. What devices say is in it as they
// said it; who prints it makes it visible. Pure.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

struct Row {
    std::string label{};  // "memory limit"
    std::string value{};  // "unknown" where nobody knows
    std::string source{}; // on-camera, vapix, catalog; "-": nobody
    std::string why{};    // it is unknown, as a phrase; empty: it is known, or nobody says why

    std::string text() const { return why.empty() ? value : value + " (" + why + ")"; }
};

struct Subject {
    std::string title{}; // "Machine learning"
    std::vector<Row> rows{};
};

// Of a report of merge().
std::vector<Subject> subjects(const nlohmann::json& report);

} // namespace acapctl::probe
