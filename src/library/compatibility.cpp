#include "acapctl/compatibility.hpp"

#include "package/elf_scan.hpp"
#include "sdk/compatibility.hpp"
#include "sdk/package_needs.hpp"

namespace acapctl {

namespace {

RunsAnswer answer_of(sdk::Verdict verdict) {
    switch (verdict) {
    case sdk::Verdict::yes:
        return RunsAnswer::yes;
    case sdk::Verdict::conditional:
        return RunsAnswer::conditional;
    case sdk::Verdict::no:
        return RunsAnswer::no;
    case sdk::Verdict::unknown:
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
    const sdk::Catalog& catalog = sdk::Catalog::built_in();
    const sdk::SymbolTable& symbols = sdk::SymbolTable::built_in();
    const sdk::Compatibility found =
        sdk::compatibility(sdk::compatibility_input(scan_package(package)), symbols, catalog);
    PackageRuns result{.sentence = found.sentence};
    for (const sdk::ChipFacts& chip : sdk::known_chips(catalog))
        for (const sdk::AxisOs& release : sdk::known_releases(catalog)) {
            sdk::Answer answer = found.on(chip, release);
            result.combinations.push_back({.chip = chip.name,
                                           .axis_os = release.str(),
                                           .answer = answer_of(answer.verdict),
                                           .reasons = std::move(answer.reasons)});
        }
    return result;
}

} // namespace acapctl
