#include "emulator/profile/device_parameters.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view emulator_parameters;
} // namespace acapctl::data

namespace acapctl::emulator {

namespace {

using nlohmann::json;
using ByName = std::map<std::string, std::string, std::less<>>;

// The data, read once: every request for parameters asks for it.
struct Table {
    std::map<std::string, bool> writable{};
    ByName types{};
    ByName values{};

    bool may_write(std::string_view name) const {
        std::string_view best;
        bool answer = false;
        for (const auto& [group, allowed] : writable)
            if (is_in_group(name, group) && group.size() >= best.size()) {
                best = group;
                answer = allowed;
            }
        return answer;
    }
    std::string type_of(const std::string& name, const std::string& value) const {
        if (const auto found = types.find(name); found != types.end()) return found->second;
        return value == "yes" || value == "no" ? "bool:no,yes" : "";
    }
};

ByName expanded(const json& rows) {
    ByName result;
    for (const auto& [name, value] : rows.items())
        for (std::string& each : names_in_range(name)) result[std::move(each)] = value;
    return result;
}

const Table& table() {
    static const Table table = [] {
        const json document = json::parse(data::emulator_parameters);
        return Table{.writable = document.at("writable"),
                     .types = expanded(document.at("types")),
                     .values = expanded(document.at("parameters"))};
    }();
    return table;
}

// B8A44FE08010 as B8:A4:4F:E0:80:10.
std::string mac_address(std::string_view mac) {
    std::string result;
    for (std::size_t i = 0; i < mac.size(); i += 2)
        result += fmt::format("{}{}", i == 0 ? "" : ":", mac.substr(i, 2));
    return result;
}

std::string named_value(const Profile& profile, std::string_view name) {
    if (name == "HostName") return profile.host_name();
    if (name == "MacAddress") return mac_address(profile.mac);
    return profile.property(name);
}

// With each ${NAME} replaced.
std::string filled(std::string_view value, const Profile& profile) {
    std::string result;
    for (std::size_t start = value.find("${"); start != value.npos; start = value.find("${")) {
        const std::size_t end = value.find('}', start);
        result += value.substr(0, start);
        result += named_value(profile, value.substr(start + 2, end - start - 2));
        value.remove_prefix(end + 1);
    }
    return result.append(value);
}

bool is_missing(std::string_view name, const Profile& profile) {
    const auto holds = [&](const std::string& group) { return is_in_group(name, group); };
    return std::ranges::any_of(profile.without_parameters, holds) ||
           std::ranges::any_of(profile.os.without_parameters, holds);
}

} // namespace

std::vector<std::string> names_in_range(std::string_view name) {
    const std::size_t open = name.find('[');
    const std::size_t dash = name.find('-', std::min(open, name.size()));
    const std::size_t close = name.find(']', std::min(dash, name.size()));
    if (close == name.npos) return {std::string(name)};
    const auto first = text::parse_unsigned(name.substr(open + 1, dash - open - 1)).value_or(0);
    const auto last = text::parse_unsigned(name.substr(dash + 1, close - dash - 1)).value_or(0);
    std::vector<std::string> names;
    for (auto number = first; number <= last; ++number)
        names.push_back(
            fmt::format("{}{}{}", name.substr(0, open), number, name.substr(close + 1)));
    return names;
}

bool is_in_group(std::string_view name, std::string_view group) {
    return group.empty() ||
           (name.starts_with(group) && (name.size() == group.size() || name[group.size()] == '.'));
}

std::vector<DeviceParameter> device_parameters(const Profile& profile) {
    ByName values = table().values;
    for (const auto& [name, value] : profile.os.parameters) values[name] = value;
    std::vector<DeviceParameter> result;
    for (const auto& [name, value] : values) {
        if (is_missing(name, profile)) continue;
        result.push_back({.name = name,
                          .value = filled(value, profile),
                          .type = table().type_of(name, value),
                          .writable = table().may_write(name)});
    }
    return result;
}

} // namespace acapctl::emulator
