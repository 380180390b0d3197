#include "support/text.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/unicode.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include <fmt/format.h>

namespace acapctl::text {

namespace {

// A character that is seen, or says which form the one in front of it has: as in emoji. Anywhere
// else, and a second one, would hide something.
bool is_seen(const Character& character, char32_t before) {
    if (is_variation_selector(character.code)) return before >= 0x2000 && !is_unseen(before);
    return !is_unseen(character.code);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substitute =
                diagonal + (ascii::to_small(a[i - 1]) == ascii::to_small(b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
        }
    }
    return row[b.size()];
}

} // namespace

std::string_view trim(std::string_view text) {
    constexpr std::string_view space = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string> lines(std::string_view text) {
    if (text.empty()) return {};
    if (text.back() == '\n') text.remove_suffix(1);
    std::vector<std::string> result = split(text, '\n');
    for (std::string& line : result)
        if (!line.empty() && line.back() == '\r') line.pop_back();
    return result;
}

std::string some_of(const std::vector<std::string>& names, std::size_t most) {
    std::vector<std::string> some;
    for (const std::string& name : names)
        if (some.size() < most) some.push_back(visible(name));
    const std::size_t rest = names.size() - some.size();
    return join(some, ", ") + (rest == 0 ? "" : fmt::format(" and {} more", rest));
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

void add_once(std::vector<std::string>& words, std::string_view word) {
    if (!contains(words, word)) words.emplace_back(word);
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts, separator));
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    if (what.empty()) return;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), ascii::to_small);
    return result;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && lower(text.substr(0, prefix.size())) == lower(prefix);
}

std::string visible(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    char32_t before = 0;
    while (!text.empty()) {
        const auto character = first_character(text);
        const std::string_view bytes = text.substr(0, character ? character->length : 1);
        if (character && is_seen(*character, before))
            result += bytes;
        else
            for (const char c : bytes)
                result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        before = character ? character->code : 0;
        text.remove_prefix(bytes.size());
    }
    return result;
}

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80;
}

std::size_t characters(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues_character));
}

std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t length = 0;
    for (; length < text.size(); ++length)
        if (!continues_character(text[length]) && count-- == 0) break;
    return text.substr(0, length);
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
    constexpr std::size_t longest = 100; // what is longer is no typo, and costs time squared
    if (word.size() > longest) return std::nullopt;
    const std::size_t limit = word.size() <= 3 ? 1 : word.size() <= 7 ? 2 : 3;
    std::optional<std::string> best;
    std::size_t best_distance = limit + 1;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > word.size() + limit) continue;
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const auto match = nearest(word, candidates);
    return match ? fmt::format("Did you mean '{}'?", *match) : std::string();
}

std::chrono::milliseconds parse_duration(std::string_view text, std::string_view what) {
    const auto digits = text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
    const std::string_view unit = text.substr(digits.size());
    const auto number = parse_unsigned(digits);
    const std::uint64_t factor = unit == "ms"                  ? 1
                                 : unit.empty() || unit == "s" ? 1000
                                 : unit == "m"                 ? 60'000
                                 : unit == "h"                 ? 3'600'000
                                                               : 0;
    if (!number || factor == 0 || *number > 100'000'000)
        throw_usage(fmt::format("{}: '{}' is not a duration", what, visible(text)),
                    "write it as 30, 30s, 5m or 2h");
    return std::chrono::milliseconds(*number * factor);
}

std::string human_size(std::uint64_t bytes) {
    if (bytes < 1000) return fmt::format("{} B", bytes);
    double value = static_cast<double>(bytes);
    const char* unit = "";
    for (const char* next : {"kB", "MB", "GB", "TB"}) {
        if (value < 999.95) break;
        value /= 1000;
        unit = next;
    }
    return fmt::format("{:.1f} {}", value, unit);
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string hex(std::string_view bytes) {
    std::string result;
    for (const char c : bytes) result += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return result;
}

std::string percent_encoded(std::string_view text, std::string_view kept) {
    constexpr std::string_view unreserved = "-._~"; // besides letters and digits
    std::string result;
    for (const char c : text)
        if (ascii::is_letter_or_digit(c) || unreserved.find(c) != unreserved.npos ||
            kept.find(c) != kept.npos)
            result += c;
        else
            result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return result;
}

} // namespace acapctl::text
