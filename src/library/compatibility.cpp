#include "acapctl/compatibility.hpp"

#include "package/elf_scan.hpp"
#include "sdk/compatibility.hpp"
#include "sdk/package_needs.hpp"

namespace acapctl {

namespace {

RunsAnswer answer_of(sdk::Runs runs) {
    switch (runs) {
    case sdk::Runs::yes:
        return RunsAnswer::yes;
    case sdk::Runs::conditional:
        return RunsAnswer::conditional;
    case sdk::Runs::no:
        return RunsAnswer::no;
    case sdk::Runs::unknown:
        break;
    }
    return RunsAnswer::unknown;
}

} // namespace

const char* answer_name(RunsAnswer answer) {
    switch (answer) {
    case RunsAnswer::yes:
        return "yes";
    case RunsAnswer::conditional:
        return "conditional";
    case RunsAnswer::no:
        return "no";
    case RunsAnswer::unknown:
        break;
    }
    return "unknown";
}

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
                                           .answer = answer_of(answer.runs),
                                           .reasons = std::move(answer.reasons)});
        }
    }
    return result;
}

} // namespace acapctl
