#include "cli/devices/apply.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/package_inputs.hpp"
#include "sdk/knowledge.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

// As `deploy` reads them.
void read_candidates(Wanted& wanted, const ApplyOptions& options, Context& context) {
    const fleet::DesiredApplication& desired = wanted.desired;
    PackageInputs packages;
    if (!desired.index.empty()) add_index(desired.index, packages, context);
    if (!desired.build.empty()) {
        add_build(desired.build, packages, context);
        check_versions(packages.candidates, wanted.devices.size() > 1, context);
        for (const device::Candidate& candidate : packages.candidates)
            if (const auto found = packages.behind.find(candidate.package.file.string());
                found != packages.behind.end())
                context.terminal.warn(found->second);
    }
    for (const auto& file : desired.packages)
        packages.candidates.push_back(
            device::read_candidate(file, context.edges.knowledge(), context.stop));
    for (const device::Candidate& candidate : packages.candidates)
        if (candidate.package.app_name != desired.name)
            throw_invalid(
                fmt::format("{}: the package {} is of '{}', not of '{}'",
                            visible_path(options.file), visible_path(candidate.package.file),
                            text::visible(candidate.package.app_name), text::visible(desired.name)),
                "name the section after the application");
    drop_same(packages.candidates);
    wanted.candidates = std::move(packages.candidates);
}

} // namespace

std::vector<Wanted> read_wanted(const ApplyOptions& options, Context& context) {
    std::vector<Wanted> wanted;
    for (fleet::DesiredApplication& application :
         fleet::parse_desired_state(read_file(options.file, 1U << 20U), options.file)) {
        Wanted one{.desired = std::move(application)};
        DeviceOptions devices = options.devices;
        devices.targets = one.desired.devices;
        devices.shard.clear();
        devices.dry_run = true; // names alone: no password is asked for
        for (const device::Target& target : resolve_targets(devices, context))
            one.devices.insert(target.name);
        read_candidates(one, options, context);
        wanted.push_back(std::move(one));
    }
    return wanted;
}

DeviceOptions all_devices(const ApplyOptions& options, const std::vector<Wanted>& wanted) {
    DeviceOptions devices = options.devices;
    if (!devices.targets.empty()) return devices;
    for (const Wanted& one : wanted)
        for (const std::string& text : one.desired.devices) text::add_once(devices.targets, text);
    return devices;
}

void check_targets(const ApplyOptions& options, const std::vector<Wanted>& wanted,
                   const Context& context) {
    if (options.devices.targets.empty()) return;
    DeviceOptions names = options.devices;
    names.dry_run = true;
    for (const device::Target& target : resolve_targets(names, context))
        if (std::ranges::none_of(
                wanted, [&](const Wanted& one) { return one.devices.contains(target.name); }))
            throw_usage(fmt::format("{} names no device '{}'", visible_path(options.file),
                                    text::visible(target.name)),
                        "name it with -t as the file does");
}

} // namespace acapctl::cli
