#include "acapctl/compatibility.hpp"

#include "package/elf_scan.hpp"
#include "sdk/compatibility.hpp"
#include "sdk/package_needs.hpp"

namespace acapctl {

PackageRuns where_it_runs(const std::filesystem::path& package) {
    // Not what the user's own files add: a library has no user.
    const sdk::Knowledge knowledge = sdk::Knowledge::built_in();
    const sdk::Compatibility found =
        sdk::compatibility(sdk::compatibility_input(scan_package(package)), knowledge);
    PackageRuns result{.sentence = found.sentence};
    for (const sdk::Chip& chip : knowledge.catalog.chips()) {
        if (!chip.listed) continue;
        for (const sdk::AxisOs& release : sdk::known_releases(knowledge.catalog)) {
            sdk::Answer answer =
                found.on({.architecture = chip.architecture, .chip = &chip, .axis_os = release});
            result.combinations.push_back({.chip = chip.name,
                                           .axis_os = release.str(),
                                           .runs = answer.runs,
                                           .reasons = std::move(answer.reasons)});
        }
    }
    return result;
}

} // namespace acapctl
