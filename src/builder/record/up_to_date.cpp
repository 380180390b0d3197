#include "builder/record/up_to_date.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

bool are_whole(const std::vector<Built>& built, HashCache& hashes) {
    return !built.empty() && std::ranges::all_of(built, [&](const Built& each) {
        std::error_code missing;
        const fs::path& path = each.package.path;
        return fs::is_regular_file(fs::symlink_status(path, missing)) &&
               hashes.sha256_of(path) == each.package.sha256;
    });
}

} // namespace

bool is_up_to_date(const Recorded& recorded, const Plan& plan, const Sources& sources,
                   HashCache& hashes, const std::stop_token& stop) {
    Inputs inputs = inputs_of(plan, sources);
    inputs.images = recorded.inputs.images;
    inputs.machine = recorded.inputs.machine;
    if (inputs != recorded.inputs) return false; // before the engine is asked
    return are_whole(recorded.built, hashes) && add_toolchain(inputs, plan, stop) &&
           inputs == recorded.inputs;
}

std::string up_to_date_note(const Plan& plan) {
    return fmt::format("{} for {} is up to date", text::visible(plan.app_name), plan.key);
}

} // namespace acapctl::builder
