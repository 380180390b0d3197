#include "lint/parameter_type.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

const std::vector<std::string> control_words{"hidden",   "nosync", "readonly",
                                             "internal", "const",  "writeonly"};
// The deprecated ones are known too.
const std::vector<std::string> types{"string",  "int",      "bool",   "enum",   "password",
                                     "radio",   "checkbox", "yes_no", "on_off", "textarea",
                                     "macaddr", "ip",       "ipname"};

using Number = std::optional<long long>;

Number number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? Number(value) : std::nullopt;
}

// "a|Nice name" stores a.
std::string stored(std::string_view choice) {
    return std::string(text::trim(choice.substr(0, choice.find('|'))));
}

// "min=0;max=9", or with commas between them as many authors write; a comma also stands between
// the ranges of "range=0,1024-65535".
void read_bounds(const std::string& text, ParameterType& type) {
    for (const std::string& part : text::split(text, ';'))
        for (const std::string& piece : text::split(part, ',')) {
            const auto equals = piece.find('=');
            if (equals != std::string::npos)
                type.bounds.emplace_back(text::trim(piece.substr(0, equals)),
                                         text::trim(piece.substr(equals + 1)));
            else if (!type.bounds.empty() && type.bounds.back().first == "range")
                type.bounds.back().second += "," + piece;
        }
}

bool in_ranges(const std::string& ranges, long long value) {
    bool understood = true;
    for (const std::string& each : text::split(ranges, ',')) {
        const auto dash = each.find('-', 1);
        const Number low = number(text::trim(each.substr(0, dash)));
        const Number high =
            dash == std::string::npos ? low : number(text::trim(each.substr(dash + 1)));
        if (!low || !high) understood = false;
        if (low && high && *low <= value && value <= *high) return true;
    }
    return !understood;
}

std::optional<std::string> why_no_number(const ParameterType& type, const std::string& shown,
                                         std::string_view value) {
    const Number is = number(value);
    if (!is) return fmt::format("{} is no whole number", shown);
    for (const auto& [name, bound] : type.bounds) {
        const Number limit = number(bound);
        if (name == "min" && limit && *is < *limit)
            return fmt::format("{} is less than {}", shown, *limit);
        if (name == "max" && limit && *is > *limit)
            return fmt::format("{} is more than {}", shown, *limit);
        if (name == "range" && !in_ranges(bound, *is))
            return fmt::format("{} is not in {}", shown, text::visible(bound));
    }
    return std::nullopt;
}

} // namespace

bool ParameterType::is_known() const {
    return base.empty() || text::contains(types, base);
}

ParameterType parse_parameter_type(std::string_view text) {
    ParameterType type;
    std::vector<std::string> words = text::split(text, ':');
    std::size_t at = 0;
    while (at + 1 < words.size() && text::contains(control_words, text::trim(words[at])))
        type.controls.emplace_back(text::trim(words[at++]));
    type.base = text::lower(text::trim(words[at++]));
    // A control word alone stands for a text.
    if (text::contains(control_words, type.base)) {
        type.controls.push_back(type.base);
        type.base.clear();
    }
    const std::string rest = text::join(
        std::vector<std::string>(words.begin() + static_cast<std::ptrdiff_t>(at), words.end()),
        ":");
    if (rest.empty()) return type;
    const auto is = [&](std::initializer_list<std::string_view> names) {
        return std::ranges::find(names, type.base) != names.end();
    };
    if (is({"bool", "enum", "radio", "checkbox"}))
        for (const std::string& choice : text::split(rest, ','))
            type.choices.push_back(stored(choice));
    else
        read_bounds(rest, type);
    return type;
}

std::optional<std::string> why_outside(const ParameterType& type, std::string_view value) {
    const std::string shown = "'" + text::visible(text::first_characters(value, 100)) + "'";
    if (type.base == "yes_no" && value != "yes" && value != "no")
        return shown + " is not yes or no";
    if (type.base == "on_off" && value != "on" && value != "off")
        return shown + " is not on or off";
    if (!type.choices.empty() && !text::contains(type.choices, value))
        return fmt::format("{} is none of {}", shown,
                           text::visible(text::join(type.choices, ", ")));
    if (value.empty()) return std::nullopt; // not set yet
    for (const auto& [name, bound] : type.bounds) {
        const Number most = number(bound);
        if (name == "maxlen" && most && static_cast<long long>(text::characters(value)) > *most)
            return fmt::format("{} has more than {} characters", shown, *most);
    }
    return type.base == "int" ? why_no_number(type, shown, value) : std::nullopt;
}

} // namespace acapctl::lint
