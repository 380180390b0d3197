#include "fleet/shard.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "fleet/shard_reports.hpp"

#include <map>
#include <set>

using namespace acapctl;
using fleet::Shard;
using nlohmann::json;

namespace {

using Variables = std::map<std::string, std::string>;

Shard shard(std::string_view text, const Variables& variables = {}) {
    return Shard::parse(text, "--shard", [&](const char* name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

// The report of one shard of cam0 to cam(total-1).
fleet::ShardReport report(std::size_t index, std::size_t count, std::size_t total) {
    json document{
        {"kind", "acapctl.deploy/v1"},
        {"devices", json::array()},
        {"shard", {{"index", index}, {"count", count}, {"total", total}, {"selection", "x"}}}};
    for (const std::size_t place : Shard{index, count}.of(total))
        document["devices"].push_back(
            {{"device", "cam" + std::to_string(place)},
             {"ok", place != 3},
             {"error", place != 3 ? json(nullptr) : json{{"exit", 5}, {"message", "no answer"}}}});
    return {.file = "shard-" + std::to_string(index), .document = document};
}

} // namespace

TEST_CASE("shards are disjoint and together all devices") {
    for (const std::size_t count : {1U, 3U, 8U}) {
        std::set<std::size_t> seen;
        std::size_t sum = 0;
        for (std::size_t index = 1; index <= count; ++index) {
            const auto places = Shard{index, count}.of(10);
            sum += places.size();
            seen.insert(places.begin(), places.end());
        }
        CHECK(sum == 10);
        CHECK(seen.size() == 10);
    }
    CHECK(Shard{3, 3}.of(2).empty());
}

TEST_CASE("a shard is named, or told by Slurm or Kubernetes") {
    CHECK(shard("2/8").index == 2);
    CHECK(shard("2/8").count == 8);
    const Shard slurm = shard("auto", {{"SLURM_ARRAY_TASK_ID", "12"},
                                       {"SLURM_ARRAY_TASK_MIN", "10"},
                                       {"SLURM_ARRAY_TASK_COUNT", "8"}});
    CHECK(slurm.index == 3);
    CHECK(slurm.count == 8);
    const Shard kubernetes =
        shard("auto", {{"JOB_COMPLETION_INDEX", "0"}, {"ACAPCTL_SHARD_COUNT", "4"}});
    CHECK(kubernetes.index == 1);
    CHECK(kubernetes.count == 4);
    for (const char* wrong : {"", "0/8", "9/8", "1", "1/0", "a/b", "1/8/2", "-1/8", "auto"})
        CHECK_THROWS_AS(shard(wrong), Error);
    CHECK_THROWS_AS(shard("auto", {{"JOB_COMPLETION_INDEX", "4"}, {"ACAPCTL_SHARD_COUNT", "4"}}),
                    Error);
    CHECK_THROWS_AS(shard("auto", {{"JOB_COMPLETION_INDEX", "0"}}), Error);
}

TEST_CASE("the reports of all shards are the report of one run") {
    json all = fleet::join_reports({report(2, 3, 7), report(3, 3, 7), report(1, 3, 7)});
    REQUIRE(all["devices"].size() == 7);
    for (std::size_t i = 0; i < 7; ++i)
        CHECK(all["devices"][i]["device"] == "cam" + std::to_string(i));
    CHECK(all["summary"]["causes"][0]["devices"] == json{"cam3"});
    all["summary"].erase("causes");
    CHECK(all["summary"] == json{{"total", 7}, {"ok", 6}, {"failed", 1}});
    CHECK_FALSE(all.contains("shard"));
}

TEST_CASE("a name of a device that is served under another counts neither way") {
    auto first = report(1, 2, 4);
    first.document["devices"][1]["sameAs"] = "cam0";
    const json all = fleet::join_reports({first, report(2, 2, 4)});
    CHECK(all["summary"]["skipped"] == 1);
    CHECK(all["summary"]["ok"].get<int>() + all["summary"]["failed"].get<int>() == 3);
}

TEST_CASE("a merge refuses holes, overlaps and what does not belong together") {
    const auto refused = [](std::vector<fleet::ShardReport> reports) {
        CHECK_THROWS_AS(fleet::join_reports(reports), Error);
    };
    refused({});
    refused({report(1, 2, 4)});
    refused({report(1, 2, 4), report(1, 2, 4)});
    refused({report(1, 2, 4), report(2, 2, 5)});
    refused({report(1, 2, 4), report(2, 3, 4)});
    auto other = report(2, 2, 4);
    other.document["shard"]["selection"] = "y";
    refused({report(1, 2, 4), other});
    other = report(2, 2, 4);
    other.document["kind"] = "acapctl.list/v1";
    refused({report(1, 2, 4), other});
    other = report(2, 2, 4);
    other.document["devices"][0]["device"] = "cam0";
    refused({report(1, 2, 4), other});
    other = report(2, 2, 4);
    other.document["devices"].erase(0);
    refused({report(1, 2, 4), other});
    other = report(2, 2, 4);
    other.document["shard"]["total"] = 1ULL << 60U;
    refused({other});
    refused({{.file = "x", .document = json::array()}});
    refused(
        {{.file = "x", .document = {{"kind", "acapctl.deploy/v1"}, {"devices", json::array()}}}});
}

TEST_CASE("a report whose devices contradict themselves is refused") {
    const json good{{"device", "cam0"}, {"ok", false}, {"error", {{"exit", 5}, {"message", "x"}}}};
    const auto merged = [](const json& device) {
        auto only = report(1, 1, 1);
        only.document["devices"][0] = device;
        return fleet::join_reports({only});
    };
    CHECK_NOTHROW(merged(good));
    std::vector<json> wrong{5, nullptr, json::object(), json{{"device", ""}, {"ok", true}}};
    for (const auto& [path, value] : {std::pair<const char*, json>{"/error", nullptr},
                                      {"/error/exit", 0},
                                      {"/error/exit", 256},
                                      {"/error/exit", -7},
                                      {"/error/exit", "5"},
                                      {"/error/message", ""},
                                      {"/ok", "no"},
                                      {"/ok", true},
                                      {"/device", 7}}) {
        wrong.push_back(good);
        wrong.back()[json::json_pointer(path)] = value;
    }
    for (const json& device : wrong) {
        INFO(device.dump());
        CHECK_THROWS_AS(merged(device), Error);
    }
}

TEST_CASE("a report of no known command, or with what no command writes, is refused") {
    const auto with = [](const char* path, const json& value) {
        auto only = report(1, 1, 1);
        only.document[json::json_pointer(path)] = value;
        return only;
    };
    for (const auto& [path, value] : {std::pair<const char*, json>{"/kind", "acapctl.<b>/v1"},
                                      {"/kind", "acapctl.deploy/v2"},
                                      {"/kind", "acapctl./v1"},
                                      {"/drift", "yes"},
                                      {"/devices/0/sameAs", 7},
                                      {"/devices/0/changes", 7},
                                      {"/devices/0/changes", json::array({1})},
                                      {"/devices/0/changes", json::array({json::object()})},
                                      {"/devices/0/changes", json::array({{{"done", "yes"}}})}}) {
        INFO(path << " " << value.dump());
        CHECK_THROWS_AS(fleet::join_reports({with(path, value)}), Error);
    }
    CHECK_NOTHROW(fleet::join_reports({with("/devices/0/changes", json::array())}));
    CHECK_NOTHROW(
        fleet::join_reports({with("/devices/0/changes", json::array({{{"done", true}}}))}));
    CHECK_NOTHROW(fleet::join_reports({with("/kind", "acapctl.params-get/v1")}));
}
