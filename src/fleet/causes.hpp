#pragma once
// Why devices failed, each cause once: what a recap tells of many of them. Pure.

#include "acapctl/error.hpp"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::fleet {

struct Cause {
    std::string code{};    // of the error
    std::string message{}; // with "it" for names and addresses in which devices differ
    std::string hint{};
    std::vector<std::string> devices{}; // in the order in which they came
};

// The commonest first. Failures of the same code that say the same of their devices have one cause:
// how a device is called, and where it is ("cam.lan port 443"), does not count.
std::vector<Cause> causes_of(const std::vector<Failure>& failures);

// What failed, of the "devices" of a document.
std::vector<Failure> failures_in(const nlohmann::json& devices);

// Gives the summary of a document "untouched" and "rolledBack" where there are any: how many of
// those that failed were never asked, and how many got back what they had.
void count_outcomes(nlohmann::json& document);

// Gives the summary of a document of several devices "causes", if any failed: of one its error says
// all.
void add_causes(nlohmann::json& document);

} // namespace acapctl::fleet
