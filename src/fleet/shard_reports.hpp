#pragma once
// The JSON reports of shards, joined into the report that one machine would have given. Pure.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::fleet {

struct ShardReport {
    std::string file{}; // for messages
    nlohmann::json document{};
};

// The devices stand in the order in which they were named. Throws invalid_input that names the file
// for what is no report of a shard, for reports of other commands or of other devices, for a shard
// that is missing or there twice, and for a device that two of them have.
nlohmann::json join_reports(const std::vector<ShardReport>& reports);

} // namespace acapctl::fleet
