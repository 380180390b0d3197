#include "lint/rules.hpp"

#include "acapctl/error.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view lint_rules;
}

namespace acapctl::lint {

namespace {

using Json = nlohmann::json;

const Json& data() {
    static const Json parsed = Json::parse(acapctl::data::lint_rules);
    return parsed;
}

Severity severity_named(const std::string& name) {
    if (name == "error") return Severity::error;
    return name == "warning" ? Severity::warning : Severity::note;
}

std::vector<Rule> read_rules() {
    std::vector<Rule> all;
    for (const Json& row : data()["rules"]) {
        Rule rule{.id = row["id"],
                  .severity = severity_named(row["severity"]),
                  .title = row["title"],
                  .why = row["why"],
                  .mend = row["mend"],
                  .seen = row["seen"]};
        rule.first = row.value("first", "");
        rule.from = row.value("from", "");
        rule.until = row.value("until", "");
        all.push_back(std::move(rule));
    }
    return all;
}

} // namespace

const char* severity_name(Severity severity) {
    switch (severity) {
    case Severity::note:
        return "note";
    case Severity::warning:
        return "warning";
    case Severity::error:
        return "error";
    }
    return "";
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = read_rules();
    return all;
}

const Rule* find_rule(std::string_view id) {
    const auto found = std::ranges::find(rules(), id, &Rule::id);
    return found == rules().end() ? nullptr : &*found;
}

const Rule& rule(std::string_view id) {
    const Rule* found = find_rule(id);
    if (found == nullptr) throw Error({.message = "no lint rule " + std::string(id)});
    return *found;
}

} // namespace acapctl::lint
