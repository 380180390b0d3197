#include "acapctl/compatibility.hpp"

#include "package/elf_scan.hpp"
#include "sdk/compatibility.hpp"
#include "sdk/package_needs.hpp"

namespace acapctl {

PackageRuns where_it_runs(const std::filesystem::path& package) {
    // Not what the user's own files add: a library has no user.
    const sdk::Knowledge knowledge = sdk::Knowledge::built_in();
    const PackageScan scan = scan_package(package, sdk::InterfaceTable::built_in().words());
    const sdk::Compatibility found = sdk::compatibility(sdk::compatibility_input(scan), knowledge);
    PackageRuns result{.sentence = found.sentence};
    const sdk::DeviceFacts any{.any_chip = true, .any_axis_os = true};
    for (const sdk::DeviceFacts& device : sdk::devices_in_question(any, knowledge.catalog)) {
        sdk::Answer answer = found.on(device);
        result.combinations.push_back({.chip = device.chip->name,
                                       .axis_os = device.axis_os->str(),
                                       .runs = answer.runs,
                                       .reasons = std::move(answer.reasons)});
    }
    return result;
}

} // namespace acapctl
