#include "cli/shared/device_report.hpp"

#include "fleet/causes.hpp"
#include "support/error_json.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <set>
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
    fleet::count_outcomes(document);
    fleet::add_causes(document);
    if (shard)
        document["shard"] = {{"index", shard->shard.index},
                             {"count", shard->shard.count},
                             {"total", shard->total},
                             {"selection", shard->selection}};
    return document;
}

std::string failed_word(const std::string& outcome, const std::string& error_code) {
    if (outcome == "untouched" || error_code == "rollout-stopped") return "untouched";
    return outcome == "rolled-back" ? outcome : "failed";
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
                                    const std::string& device, const std::string& what) {
    std::vector<Table::Cell> row;
    for (const std::string& column : header)
        row.push_back(column == reason ? Table::Cell(what, Style::red) : Table::Cell("-"));
    row.front() = device;
    return row;
}

void tell_causes(Terminal& terminal, const std::vector<Failure>& failures) {
    constexpr std::size_t few = 4; // names that one reads over
    std::set<std::string> hints;
    for (const fleet::Cause& cause : fleet::causes_of(failures)) {
        const std::string names = text::join(cause.devices, ", ");
        const bool are_few = cause.devices.size() <= few;
        terminal.tell(StyledText("error: ", Style::red) +
                      fmt::format("{}: {}",
                                  are_few ? names : fmt::format("{} devices", cause.devices.size()),
                                  cause.message));
        if (!are_few) terminal.tell("  " + names);
        if (!cause.hint.empty() && hints.insert(cause.hint).second)
            terminal.tell(StyledText("  hint: ", Style::cyan) + cause.hint);
    }
}

void tell_failures(Terminal& terminal, const std::vector<const Failure*>& failures, bool of_many) {
    std::vector<Failure> whole;
    for (const Failure* failure : failures) whole.push_back(advised(*failure));
    if (of_many) return tell_causes(terminal, whole);
    for (const Failure& failure : whole) terminal.error(failure);
}

void print_and_tell(Terminal& terminal, const Table& table, const std::function<void()>& tell) {
    try {
        if (!table.empty()) table.print(terminal);
    } catch (const Error&) {
        tell();
        throw;
    }
    tell();
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
