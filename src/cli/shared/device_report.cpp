#include "cli/shared/device_report.hpp"

#include "support/error_json.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace acapctl::cli {

nlohmann::json device_object(const std::string& device, nlohmann::json fields,
                             const std::optional<Failure>& failure) {
    nlohmann::json object = std::move(fields);
    object["device"] = device;
    object["ok"] = !failure.has_value();
    object["error"] = failure ? error_object(advised(*failure)) : nlohmann::json(nullptr);
    return object;
}

nlohmann::json devices_document(const std::string& verb, std::vector<nlohmann::json> devices,
                                const std::optional<ShardOfSelection>& shard) {
    const std::size_t total = devices.size();
    const auto skipped = static_cast<std::size_t>(std::ranges::count_if(
        devices, [](const auto& device) { return device.contains("sameAs"); }));
    const auto ok = static_cast<std::size_t>(std::ranges::count_if(
                        devices, [](const auto& device) { return device["ok"] == true; })) -
                    skipped;
    nlohmann::json document{
        {"kind", "acapctl." + verb + "/v1"},
        {"devices", std::move(devices)},
        {"summary", {{"total", total}, {"ok", ok}, {"failed", total - ok - skipped}}}};
    if (skipped != 0) document["summary"]["skipped"] = skipped;
    if (shard)
        document["shard"] = {{"index", shard->shard.index},
                             {"count", shard->shard.count},
                             {"total", shard->total},
                             {"selection", shard->selection}};
    return document;
}

void mark_same(nlohmann::json& object, const std::string& same_as) {
    if (same_as.empty()) return;
    object["outcome"] = "skipped";
    object["sameAs"] = same_as;
}

std::vector<Table::Cell> skipped_row(const std::vector<std::string>& header,
                                     std::string_view reason, const std::string& device,
                                     const std::string& same_as) {
    std::vector<Table::Cell> row;
    for (const std::string& column : header)
        row.emplace_back(column == reason ? "skipped: same device as " + same_as : "-");
    row.front() = device;
    return row;
}

std::vector<Table::Cell> failed_row(const std::vector<std::string>& header, std::string_view reason,
                                    const std::string& device, const Failure& failure) {
    std::vector<Table::Cell> row;
    for (const std::string& column : header)
        row.push_back(column == reason ? Table::Cell("failed: " + failure.message, Style::red)
                                       : Table::Cell("-"));
    row.front() = device;
    return row;
}

void tell_failures(Terminal& terminal, const std::vector<const Failure*>& failures, bool in_table) {
    std::vector<std::pair<std::string, std::vector<std::string>>> hints;
    for (const Failure* failure : failures) {
        const Failure whole = advised(*failure);
        if (!in_table) {
            terminal.error(whole);
            continue;
        }
        if (whole.hint.empty()) continue;
        auto same = std::ranges::find(hints, whole.hint, &decltype(hints)::value_type::first);
        if (same == hints.end()) same = hints.insert(same, {whole.hint, {}});
        same->second.push_back(whole.device);
    }
    for (const auto& [hint, devices] : hints)
        terminal.tell(StyledText("hint: ", Style::cyan) +
                      fmt::format("{}: {}", text::join(devices, ", "), hint));
}

void tell_causes(Terminal& terminal, const std::vector<const Failure*>& failures) {
    if (failures.size() < 2) return;
    std::map<std::string, std::vector<std::string>> causes;
    for (const Failure* failure : failures) {
        std::string why = failure->message; // the same of all but for its name
        if (!failure->device.empty()) text::replace_all(why, failure->device, "it");
        causes[why].push_back(failure->device);
    }
    std::vector<std::pair<std::string, std::vector<std::string>>> sorted(causes.begin(),
                                                                         causes.end());
    std::ranges::stable_sort(sorted, std::greater<>(),
                             [](const auto& cause) { return cause.second.size(); });
    for (const auto& [why, devices] : sorted)
        terminal.tell(StyledText("failed: ", Style::red) +
                      fmt::format("{}: {}", text::join(devices, ", "), why));
}

void tell_count(Terminal& terminal, std::size_t total, std::size_t failed, std::size_t skipped) {
    terminal.note(fmt::format("{} of {} devices: ok{}", total - failed - skipped, total - skipped,
                              skipped == 0 ? "" : fmt::format(", {} skipped", skipped)));
}

void note_together(Terminal& terminal, const std::vector<std::string>& devices,
                   const std::string& text) {
    if (!devices.empty()) terminal.note(fmt::format("{}: {}", text::join(devices, ", "), text));
}

} // namespace acapctl::cli
