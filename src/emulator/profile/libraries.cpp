#include "emulator/profile/libraries.hpp"

#include "support/json.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view emulator_libraries;
} // namespace acapctl::data

namespace acapctl::emulator {

std::vector<std::string> libraries_of(const Profile& profile) {
    const auto version = DottedVersion::parse_leniently(profile.os.version);
    const auto document = nlohmann::json::parse(data::emulator_libraries);
    std::vector<std::string> names;
    for (const auto& row : document.at("libraries")) {
        const std::string since = string_at(row, "since");
        const std::string until = string_at(row, "until");
        if (row.contains("chips") &&
            !text::contains(row["chips"].get<std::vector<std::string>>(), profile.chip))
            continue;
        if (!since.empty() && version < DottedVersion::parse_leniently(since)) continue;
        if (!until.empty() && version >= DottedVersion::parse_leniently(until).beyond()) continue;
        names.push_back(row.at("soname"));
    }
    return names;
}

} // namespace acapctl::emulator
