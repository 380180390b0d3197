#include "device/deploy/causes.hpp"

#include "device/log/log_follow.hpp"
#include "device/vapix/advice_names.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view start_causes;
}

namespace acapctl::device {

namespace {

struct Row {
    Pattern pattern;
    Cause cause;
};

std::vector<Row> read_table() {
    std::vector<Row> rows;
    for (const nlohmann::json& row : nlohmann::json::parse(data::start_causes))
        rows.push_back({Pattern(row.at("pattern"), "start-causes.json"),
                        {.id = row.at("id"),
                         .what = row.at("what"),
                         .remedy = row.at("remedy"),
                         .advice = advised_by(row)}});
    return rows;
}

} // namespace

std::optional<Cause> likely_cause(const std::vector<std::string>& lines) {
    static const std::vector<Row> table = read_table();
    for (const Row& row : table)
        for (const std::string& line : lines) {
            if (!row.pattern.matches(line)) continue;
            Cause cause = row.cause;
            cause.line = line;
            return cause;
        }
    return std::nullopt;
}

} // namespace acapctl::device
