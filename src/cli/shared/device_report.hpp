#pragma once
// What came of the devices of a command: one JSON document, or one table with what went wrong and a
// last line that counts.

#include "cli/app/advice.hpp"
#include "fleet/fleet.hpp"
#include "fleet/shard.hpp"
#include "support/json.hpp"
#include "terminal/table.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace acapctl::cli {

// Which part of the devices that were named a command is for, by --shard.
struct ShardOfSelection {
    fleet::Shard shard{};
    std::size_t total = 0;   // devices of all shards
    std::string selection{}; // SHA-256 of their names: shards of another selection do not belong
};

// What came of every device, in the order in which they were named.
template <typename T>
struct Outcomes : std::vector<fleet::Outcome<T>> {
    Outcomes() = default;
    explicit(false) Outcomes(std::vector<fleet::Outcome<T>> outcomes)
        : std::vector<fleet::Outcome<T>>(std::move(outcomes)) {}

    std::optional<ShardOfSelection> shard{}; // nothing: all of them
};

// One element of "devices": the value's own fields, with device, ok and error around them.
nlohmann::json device_object(const std::string& device, nlohmann::json fields,
                             const std::optional<Failure>& failure);
nlohmann::json devices_document(const std::string& verb, std::vector<nlohmann::json> devices,
                                const std::optional<ShardOfSelection>& shard = {});

// In every table and report the word for a device that failed: "untouched", "rolled-back", else
// "failed". `outcome` is that of its document.
std::string failed_word(const std::string& outcome, const std::string& error_code);

// Of a name whose device is served under another: "outcome" is "skipped", "sameAs" that name.
void mark_same(nlohmann::json& object, const std::string& same_as);

// The row of such a name: "skipped: same device as NAME" in the column `reason`.
std::vector<Table::Cell> skipped_row(const std::vector<std::string>& header,
                                     std::string_view reason, const std::string& device,
                                     const std::string& same_as);
// The row of a device that failed: `what` in the column `reason`, a dash in all others.
std::vector<Table::Cell> failed_row(const std::vector<std::string>& header, std::string_view reason,
                                    const std::string& device, const std::string& what);

// A table of devices, whose first column is DEVICE. Of several devices those that failed have a row
// too, so that each of them is in it: with the reason, but where that is read below the table. Of
// one its error says enough. `outcome_of` gives the outcome of a value whose verb has one.
template <typename T>
Table device_table(
    const std::vector<std::string>& header, std::string_view reason, const Outcomes<T>& outcomes,
    const std::function<void(Table&, const fleet::Outcome<std::type_identity_t<T>>&)>& add_rows,
    const std::function<std::string(const std::type_identity_t<T>&)>& outcome_of = {}) {
    Table table(header);
    for (const fleet::Outcome<T>& outcome : outcomes) {
        if (!outcome.same_as.empty()) {
            table.add(skipped_row(header, reason, outcome.device, outcome.same_as));
            continue;
        }
        add_rows(table, outcome);
        if (!outcome.failure || outcomes.size() < 2) continue;
        const std::string word =
            failed_word(outcome_of ? outcome_of(outcome.value) : "", outcome.failure->code);
        table.add(
            failed_row(header, reason, outcome.device, word + ": " + outcome.failure->message),
            failed_row(header, reason, outcome.device, word));
    }
    return table;
}

// What went wrong, each cause once with its devices and its hint, the commonest first.
void tell_causes(Terminal& terminal, const std::vector<Failure>& failures);
// The same of what is not worded yet. `of_many`: of several devices, even if one of them failed.
void tell_failures(Terminal& terminal, const std::vector<const Failure*>& failures, bool of_many);

// "a, b: text", once for all devices of which it is true.
void note_together(Terminal& terminal, const std::vector<std::string>& devices,
                   const std::string& text);

void tell_count(Terminal& terminal, std::size_t total, std::size_t failed, std::size_t skipped = 0);

template <typename T>
std::size_t skipped_of(const Outcomes<T>& outcomes) {
    return static_cast<std::size_t>(std::ranges::count_if(
        outcomes, [](const auto& outcome) { return !outcome.same_as.empty(); }));
}

template <typename T>
std::size_t failed_of(const Outcomes<T>& outcomes) {
    return static_cast<std::size_t>(std::ranges::count_if(
        outcomes, [](const auto& outcome) { return outcome.failure.has_value(); }));
}

// The table, then what is told of it: also where the table cannot be written.
void print_and_tell(Terminal& terminal, const Table& table, const std::function<void()>& tell);

// What went wrong, on standard error.
template <typename T>
void tell_failed(Terminal& terminal, const Outcomes<T>& outcomes) {
    std::vector<const Failure*> failures;
    for (const fleet::Outcome<T>& outcome : outcomes)
        if (outcome.failure) failures.push_back(&*outcome.failure);
    tell_failures(terminal, failures, outcomes.size() > 1);
}

// The JSON document of outcomes; `fields` are those of a value.
template <typename T>
nlohmann::json
document_of(const Outcomes<T>& outcomes, const std::string& verb,
            const std::function<nlohmann::json(const std::type_identity_t<T>&)>& fields) {
    std::vector<nlohmann::json> devices;
    for (const fleet::Outcome<T>& outcome : outcomes) {
        devices.push_back(device_object(outcome.device, fields(outcome.value), outcome.failure));
        mark_same(devices.back(), outcome.same_as);
    }
    return devices_document(verb, std::move(devices), outcomes.shard);
}

// Prints outcomes as the JSON document, or as the table. Gives the exit code of the verb. `also`
// tells what a person reads above the count.
template <typename T>
ExitCode print_devices(Terminal& terminal, const std::string& verb, const Outcomes<T>& outcomes,
                       const std::function<nlohmann::json(const std::type_identity_t<T>&)>& fields,
                       const Table& table, const std::function<void()>& also = {}) {
    if (terminal.json()) {
        terminal.print_document(document_of(outcomes, verb, fields));
        return fleet::exit_code(outcomes);
    }
    print_and_tell(terminal, table, [&] {
        tell_failed(terminal, outcomes);
        if (also) also();
        if (outcomes.size() > 1)
            tell_count(terminal, outcomes.size(), failed_of(outcomes), skipped_of(outcomes));
    });
    return fleet::exit_code(outcomes);
}

} // namespace acapctl::cli
