#include "emulator/state/parameters.hpp"

#include "emulator/profile/device_parameters.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

bool is_rooted(std::string_view group) {
    return group == "root" || group.starts_with("root.");
}

// A group covers what is below it; "*" stands for one component.
bool covers(const std::vector<std::string>& group, const std::string& name) {
    const auto parts = text::split(name, '.');
    if (group.size() > parts.size()) return false;
    for (std::size_t i = 0; i < group.size(); ++i)
        if (group[i] != "*" && group[i] != parts[i]) return false;
    return true;
}

std::optional<long long> integer(std::string_view text) {
    const bool negative = text.starts_with('-');
    const auto number = text::parse_unsigned(negative ? text.substr(1) : text);
    if (!number || *number > 1'000'000'000'000) return std::nullopt;
    return negative ? -static_cast<long long>(*number) : static_cast<long long>(*number);
}

// "0,1024-65535"
bool in_ranges(std::string_view ranges, long long number) {
    for (const std::string& range : text::split(ranges, ',')) {
        const std::size_t dash = range.find('-', 1);
        const auto low = integer(range.substr(0, dash));
        const auto high = dash == std::string::npos ? low : integer(range.substr(dash + 1));
        if (low && high && *low <= number && number <= *high) return true;
    }
    return false;
}

// One of "maxlen=5", "min=0", "max=9", "range=0,1024-65535"; others bound nothing.
bool fits_bound(const std::string& bound, std::string_view value) {
    const std::size_t equals = bound.find('=');
    if (equals == std::string::npos) return true;
    const std::string name = bound.substr(0, equals);
    const std::string limit = bound.substr(equals + 1);
    if (name == "maxlen") return value.size() <= text::parse_unsigned(limit).value_or(value.size());
    const long long number = integer(value).value_or(0);
    if (name == "min") return number >= integer(limit).value_or(number);
    if (name == "max") return number <= integer(limit).value_or(number);
    return name != "range" || in_ranges(limit, number);
}

bool is_choice(std::string_view choices, std::string_view value) {
    for (const std::string& choice : text::split(choices, ','))
        if (choice.substr(0, choice.find('|')) == value) return true;
    return false;
}

} // namespace

// A parameter stands before a group, and capital letters are as small ones; by the letters alone
// where that says nothing.
bool ParameterOrder::operator()(std::string_view a, std::string_view b) const {
    while (true) {
        const std::size_t a_dot = a.find('.');
        const std::size_t b_dot = b.find('.');
        const bool a_group = a_dot != a.npos;
        const bool b_group = b_dot != b.npos;
        if (a_group != b_group) return b_group;
        const std::string_view a_part = a.substr(0, a_dot);
        const std::string_view b_part = b.substr(0, b_dot);
        if (a_part != b_part) {
            const std::string a_lower = text::lower(a_part);
            const std::string b_lower = text::lower(b_part);
            return a_lower != b_lower ? a_lower < b_lower : a_part < b_part;
        }
        if (!a_group) return false;
        a.remove_prefix(a_dot + 1);
        b.remove_prefix(b_dot + 1);
    }
}

bool fits_type(std::string_view type, std::string_view value) {
    for (bool word = true; word;) {
        word = false;
        for (const std::string_view control :
             {"hidden:", "nosync:", "readonly:", "internal:", "const:", "writeonly:"})
            if (type.starts_with(control)) {
                type.remove_prefix(control.size());
                word = true;
            }
    }
    const std::string_view kind = type.substr(0, type.find(':'));
    const std::string_view rest = type.substr(std::min(kind.size() + 1, type.size()));
    if (kind == "enum" || kind == "bool") return rest.empty() || is_choice(rest, value);
    if (kind == "int" && !integer(value)) return false;
    if (kind != "int" && kind != "string" && kind != "password") return true;
    return std::ranges::all_of(text::split(rest, ';'),
                               [&](const std::string& bound) { return fits_bound(bound, value); });
}

ParameterTree parameter_tree(const Profile& profile, const std::vector<About>& applications,
                             const std::map<std::string, std::string>& changed) {
    ParameterTree tree;
    for (DeviceParameter& parameter : device_parameters(profile))
        tree[std::move(parameter.name)] = {.value = std::move(parameter.value),
                                           .writable = parameter.writable,
                                           .type = std::move(parameter.type)};
    for (const About& about : applications)
        for (const Parameter& parameter : about.parameters)
            tree[fmt::format("{}.{}", about.name, parameter.name)] = {
                .value = parameter.value,
                .writable = parameter.type.find("readonly") == std::string::npos,
                .readable = parameter.type.find("password") == std::string::npos,
                .type = parameter.type};
    for (const auto& [name, value] : changed)
        if (const auto known = tree.find(name); known != tree.end()) known->second.value = value;
    return tree;
}

ParameterTree group_of(const ParameterTree& tree, std::string_view group) {
    auto parts = text::split(group, '.');
    if (is_rooted(group)) parts.erase(parts.begin());
    if (!parts.empty() && parts.back().empty()) parts.pop_back();
    ParameterTree part;
    for (const auto& entry : tree)
        if (entry.second.readable && covers(parts, entry.first)) part.insert(part.end(), entry);
    return part;
}

std::string list_group(const ParameterTree& tree, std::string_view group) {
    std::string lines;
    for (const auto& [name, parameter] : group_of(tree, group))
        lines += fmt::format("{}{}={}\n", is_rooted(group) ? "root." : "", name, parameter.value);
    return lines;
}

} // namespace acapctl::emulator
