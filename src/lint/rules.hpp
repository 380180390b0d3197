#pragma once
// The rules of `acapctl lint` as data: what a finding means, why it matters and how to mend it.
// The checks that find them are in check_*.cpp.

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::lint {

enum class Severity { note, warning, error };
const char* severity_name(Severity severity); // "note", "warning", "error"

struct Rule {
    std::string id{}; // kebab-case, stable
    Severity severity = Severity::error;
    std::string title{};
    std::string why{};
    std::string mend{};
    std::string seen{};  // where somebody met it
    std::string first{}; // the first AXIS OS concerned; empty: every one
    std::string from{};  // findings matter on this AXIS OS and newer; empty: no bound
    std::string until{}; // and on versions older than this
};

const std::vector<Rule>& rules();
// Throws unexpected for an id that is not in the table: a defect of a check.
const Rule& rule(std::string_view id);
// nullptr if there is none.
const Rule* find_rule(std::string_view id);

} // namespace acapctl::lint
