#include "manifest/architecture_names.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view architecture_names;
}

namespace acapctl {

namespace {

std::vector<ArchitectureNames> read_table() {
    using Names = std::vector<std::string>;
    const auto table = nlohmann::json::parse(data::architecture_names);
    std::vector<ArchitectureNames> all;
    for (const nlohmann::json& row : table.at("architectures"))
        all.push_back({.name = row.at("name"),
                       .others = row.at("others").get<Names>(),
                       .refused = row.value("refused", Names{}),
                       .machine = row.at("machine"),
                       .sdk = row.value("sdk", false)});
    return all;
}

} // namespace

const std::vector<ArchitectureNames>& architecture_names() {
    static const std::vector<ArchitectureNames> table = read_table();
    return table;
}

const ArchitectureNames* find_architecture(std::string_view name) {
    for (const ArchitectureNames& each : architecture_names())
        if (each.name == name || text::contains(each.others, name)) return &each;
    return nullptr;
}

std::string package_name_of(std::string_view architecture) {
    const ArchitectureNames* known = find_architecture(architecture);
    return known == nullptr ? std::string(architecture) : known->name;
}

bool same_architecture(std::string_view left, std::string_view right) {
    return package_name_of(left) == package_name_of(right);
}

bool is_compiled_for(std::string_view architecture) {
    const ArchitectureNames* known = find_architecture(architecture);
    return known != nullptr && known->sdk;
}

} // namespace acapctl
