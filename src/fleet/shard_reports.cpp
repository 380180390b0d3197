#include "fleet/shard_reports.hpp"

#include "acapctl/error.hpp"
#include "fleet/causes.hpp"
#include "support/ascii.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

using nlohmann::json;

constexpr std::size_t most_joined = 1'000'000;

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
    throw_invalid(fmt::format("{}: {}", text::visible(file), why),
                  "give the JSON documents of one command, run once for each of its shards");
}

std::size_t number_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
}

// Of a failure.
bool is_exit_code(const json& value) {
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::interrupted); ++kind)
        if (value == static_cast<int>(exit_code(static_cast<ErrorKind>(kind)))) return true;
    return false;
}

// Those of an apply: what was to change, and whether it did.
bool are_changes(const json& changes) {
    return changes.is_array() && std::ranges::all_of(changes, [](const json& each) {
               return each.is_object() && each.contains("done") && each["done"].is_boolean();
           });
}

// What failed says with what; what did not fail says nothing of that.
void check_device(const std::string& file, const json& device) {
    const bool named = device.is_object() && !string_at(device, "device").empty() &&
                       device.contains("ok") && device["ok"].is_boolean();
    if (!named) refuse(file, "a device in it has no name, or no 'ok'");
    const std::string name = text::visible(string_at(device, "device"));
    if (device.contains("changes") && !are_changes(device["changes"]))
        refuse(file, fmt::format("the changes of '{}' are no changes of an apply", name));
    if (device.contains("sameAs") && string_at(device, "sameAs").empty())
        refuse(file, fmt::format("it does not say whose other name '{}' is", name));
    const json error = device.value("error", json());
    const bool failed = error.is_object() && error.contains("exit") &&
                        is_exit_code(error["exit"]) && !string_at(error, "message").empty();
    if (device["ok"] == true ? !error.is_null() : !failed)
        refuse(file, fmt::format("what it says of '{}' contradicts itself", name));
}

// "acapctl.VERB/v1"; what else a file says of itself must not reach a report.
bool is_kind(std::string_view kind) {
    constexpr std::string_view begin = "acapctl.";
    constexpr std::string_view end = "/v1";
    if (kind.size() <= begin.size() + end.size() || !kind.starts_with(begin) ||
        !kind.ends_with(end))
        return false;
    kind.remove_prefix(begin.size());
    kind.remove_suffix(end.size());
    return std::ranges::all_of(kind, [](char c) { return ascii::is_small(c) || c == '-'; });
}

// What a report says of its part.
struct Part {
    const ShardReport* report = nullptr;
    std::size_t index = 0;
    std::size_t count = 0;
    std::size_t total = 0;
};

Part part_of(const ShardReport& report) {
    const json& document = report.document;
    if (!document.is_object() || !document.contains("devices") || !document["devices"].is_array() ||
        !is_kind(string_at(document, "kind")))
        refuse(report.file, "this is no report of devices");
    if (document.contains("drift") && !document["drift"].is_boolean())
        refuse(report.file, "its 'drift' is neither true nor false");
    const auto shard = document.find("shard");
    if (shard == document.end() || !shard->is_object())
        refuse(report.file, "this is no report of a shard");
    const Part part{.report = &report,
                    .index = number_at(*shard, "index"),
                    .count = number_at(*shard, "count"),
                    .total = number_at(*shard, "total")};
    if (part.index == 0 || part.index > part.count || part.total > most_joined)
        refuse(report.file, "its shard is none");
    const std::size_t due =
        part.total < part.index ? 0 : (part.total - part.index) / part.count + 1;
    if (document["devices"].size() != due)
        refuse(report.file, fmt::format("it has {} devices, and shard {} of {} has {}",
                                        document["devices"].size(), part.index, part.count, due));
    for (const json& device : document["devices"]) check_device(report.file, device);
    return part;
}

void check_same(const Part& first, const Part& part) {
    const auto differs = [&](auto&& value) { return value(first) != value(part); };
    const std::string& other = first.report->file;
    if (differs([](const Part& p) { return string_at(p.report->document, "kind"); }))
        refuse(part.report->file, "it is of another command than " + text::visible(other));
    if (differs([](const Part& p) { return p.count; }) ||
        differs([](const Part& p) { return p.total; }) ||
        differs([](const Part& p) { return string_at(p.report->document["shard"], "selection"); }))
        refuse(part.report->file, "it is a part of other devices than " + text::visible(other));
}

// By the number of the shard, without holes.
std::map<std::size_t, Part> parts_of(const std::vector<ShardReport>& reports) {
    std::map<std::size_t, Part> parts;
    for (const ShardReport& report : reports) {
        const Part part = part_of(report);
        if (!parts.empty()) check_same(parts.begin()->second, part);
        const auto [place, fresh] = parts.emplace(part.index, part);
        if (!fresh)
            refuse(report.file, fmt::format("shard {} is also in {}", part.index,
                                            text::visible(place->second.report->file)));
    }
    if (parts.empty()) throw_usage("no report named");
    const std::size_t count = parts.begin()->second.count;
    for (std::size_t i = 1; i <= count && i <= parts.size() + 1; ++i)
        if (!parts.contains(i))
            refuse(parts.begin()->second.report->file,
                   fmt::format("the report of shard {} of {} is missing", i, count));
    return parts;
}

} // namespace

json join_reports(const std::vector<ShardReport>& reports) {
    const std::map<std::size_t, Part> parts = parts_of(reports);
    const Part& first = parts.begin()->second;
    json document{{"kind", first.report->document["kind"]}, {"devices", json::array()}};
    std::set<std::string> seen;
    std::size_t ok = 0;
    std::size_t skipped = 0; // other names of devices
    for (std::size_t place = 0; place < first.total; ++place) {
        const Part& part = parts.at(place % first.count + 1);
        json device = part.report->document["devices"][place / first.count];
        const std::string name = string_at(device, "device");
        if (!seen.insert(name).second)
            refuse(part.report->file,
                   fmt::format("the device '{}' is there twice", text::visible(name)));
        if (device.contains("sameAs"))
            ++skipped;
        else if (device["ok"] == true)
            ++ok;
        document["devices"].push_back(std::move(device));
    }
    document["summary"] = {
        {"total", first.total}, {"ok", ok}, {"failed", first.total - ok - skipped}};
    if (skipped != 0) document["summary"]["skipped"] = skipped;
    count_outcomes(document);
    add_causes(document);
    for (const auto& [index, part] : parts) {
        const json& report = part.report->document;
        if (report.contains("drift"))
            document["drift"] = report["drift"] == true || document.value("drift", false);
        if (report.contains("rollout")) document["rollouts"].push_back(report["rollout"]);
    }
    if (document.contains("drift"))
        document["summary"]["differ"] =
            std::ranges::count_if(document["devices"], [](const json& device) {
                return device.contains("changes") && !device["changes"].empty();
            });
    return document;
}

} // namespace acapctl::fleet
