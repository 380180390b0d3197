#include "fleet/causes.hpp"

#include "support/ascii.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::fleet {

namespace {

bool is_of_word(char c) {
    return ascii::is_letter_or_digit(c) || c == '_' || c == '-';
}

// Where it stands as a word of its own: a device may be called "a". Quotes around it alone go too.
std::string with_word_replaced(std::string_view text, std::string_view word,
                               std::string_view replacement) {
    std::string result;
    std::size_t done = 0;
    for (std::size_t at = word.empty() ? std::string_view::npos : text.find(word);
         at != std::string_view::npos; at = text.find(word, at + word.size())) {
        const std::size_t end = at + word.size();
        if ((at > 0 && is_of_word(text[at - 1])) || (end < text.size() && is_of_word(text[end])))
            continue;
        const bool quoted =
            at > done && text[at - 1] == '\'' && end < text.size() && text[end] == '\'';
        const std::size_t begin = quoted ? at - 1 : at;
        result.append(text.substr(done, begin - done)).append(replacement);
        done = quoted ? end + 1 : end;
    }
    return result.append(text.substr(done));
}

// "cannot connect to 192.0.2.8 port 443: ..." is "cannot connect to it: ...".
std::string without_places(std::string_view text) {
    constexpr std::string_view between = " port ";
    std::string result;
    std::size_t done = 0;
    for (std::size_t at = text.find(between); at != std::string_view::npos;
         at = text.find(between, at + 1)) {
        std::size_t end = at + between.size();
        while (end < text.size() && ascii::is_digit(text[end])) ++end;
        const std::size_t blank = text.substr(0, at).rfind(' ');
        const std::size_t begin = blank == std::string_view::npos ? 0 : blank + 1;
        if (end == at + between.size() || begin < done) continue;
        result.append(text.substr(done, begin - done)).append("it");
        done = end;
    }
    return result.append(text.substr(done));
}

std::string cause_text(const Failure& failure) {
    return with_word_replaced(without_places(failure.message), failure.device, "it");
}

std::string common_hint(const Failure& failure) {
    return with_word_replaced(failure.hint, failure.device, "DEVICE");
}

using Same = std::vector<const Failure*>;

template <typename Text>
bool agree(const Same& same, const Text& text) {
    return std::ranges::all_of(same, [&](const Failure* failure) {
        return std::invoke(text, *failure) == std::invoke(text, *same.front());
    });
}

// One for all of them; where each has another, that of the first says whose it is.
std::string hint_of(Same same) {
    std::erase_if(same, [](const Failure* failure) { return failure->hint.empty(); });
    if (same.empty()) return {};
    const Failure& first = *same.front();
    if (agree(same, &Failure::hint)) return first.hint;
    return agree(same, common_hint)
               ? common_hint(first)
               : fmt::format("for {}: {}", text::visible(first.device), first.hint);
}

// Of failures of one cause.
Cause cause_of(const Same& same) {
    const Failure& first = *same.front();
    Cause cause{.code = first.code.empty() ? error_kind_name(first.kind) : first.code,
                .message = agree(same, &Failure::message) ? first.message : cause_text(first),
                .hint = hint_of(same)};
    for (const Failure* failure : same) cause.devices.push_back(failure->device);
    return cause;
}

} // namespace

std::vector<Cause> causes_of(const std::vector<Failure>& failures) {
    std::vector<Same> groups;
    std::unordered_map<std::string, std::size_t> places;
    for (const Failure& failure : failures) {
        const auto [place, fresh] =
            places.try_emplace(failure.code + '\n' + cause_text(failure), groups.size());
        if (fresh) groups.emplace_back();
        groups[place->second].push_back(&failure);
    }
    std::vector<Cause> causes;
    for (const Same& group : groups) causes.push_back(cause_of(group));
    std::ranges::stable_sort(causes, std::greater<>(),
                             [](const Cause& cause) { return cause.devices.size(); });
    return causes;
}

std::vector<Failure> failures_in(const nlohmann::json& devices) {
    std::vector<Failure> failures;
    for (const nlohmann::json& device : devices) {
        const nlohmann::json error = device.value("error", nlohmann::json());
        if (!error.is_object()) continue;
        failures.push_back({.code = string_at(error, "code"),
                            .message = string_at(error, "message"),
                            .hint = string_at(error, "hint"),
                            .device = string_at(device, "device")});
    }
    return failures;
}

void count_outcomes(nlohmann::json& document) {
    for (const auto& [outcome, field] :
         {std::pair{"untouched", "untouched"}, std::pair{"rolled-back", "rolledBack"}}) {
        const auto count =
            std::ranges::count_if(document.at("devices"), [&](const nlohmann::json& device) {
                return device.at("ok") == false && !device.contains("sameAs") &&
                       string_at(device, "outcome") == outcome;
            });
        if (count != 0) document["summary"][field] = count;
    }
}

void add_causes(nlohmann::json& document) {
    if (document.at("devices").size() < 2) return;
    for (const Cause& cause : causes_of(failures_in(document["devices"])))
        document["summary"]["causes"].push_back({{"code", cause.code},
                                                 {"message", cause.message},
                                                 {"hint", or_null(cause.hint)},
                                                 {"devices", cause.devices}});
}

} // namespace acapctl::fleet
