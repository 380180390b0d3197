#include "emulator/profile/libraries.hpp"

#include "support/json.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view emulator_libraries;
} // namespace acapctl::data

namespace acapctl::emulator {

std::vector<Library> libraries_of(const Profile& profile) {
    const auto version = DottedVersion::parse_leniently(profile.os.version);
    const auto document = nlohmann::json::parse(data::emulator_libraries);
    std::vector<Library> libraries;
    for (const auto& row : document.at("libraries")) {
        const std::string since = string_at(row, "since");
        const std::string until = string_at(row, "until");
        if (row.contains("chips") &&
            !text::contains(row["chips"].get<std::vector<std::string>>(), profile.chip))
            continue;
        if (!since.empty() && version < DottedVersion::parse_leniently(since)) continue;
        if (!until.empty() && version >= DottedVersion::parse_leniently(until).beyond()) continue;
        const std::string soname = row.at("soname");
        libraries.push_back({.soname = soname, .file = row.value("file", soname)});
    }
    return libraries;
}

} // namespace acapctl::emulator
