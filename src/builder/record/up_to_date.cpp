#include "builder/record/up_to_date.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

bool are_as_built(const std::vector<Built>& built, HashCache& hashes) {
    return !built.empty() && std::ranges::all_of(built, [&](const Built& each) {
        return is_as_built(each.package.path, each.package.sha256, hashes);
    });
}

} // namespace

bool is_up_to_date(const Recorded& recorded, const Plan& plan, const Sources& sources,
                   HashCache& hashes, const std::stop_token& stop, const EarlyAnswers* early) {
    Inputs inputs = inputs_of(plan, sources);
    inputs.images = recorded.inputs.images;
    inputs.machine = recorded.inputs.machine;
    if (inputs != recorded.inputs) return false; // before the engine is asked
    return are_as_built(recorded.built, hashes) && add_toolchain(inputs, plan, stop, early) &&
           inputs == recorded.inputs;
}

std::string up_to_date_note(const Plan& plan) {
    return fmt::format("{} for {} is up to date", text::visible(plan.app_name), plan.key);
}

} // namespace acapctl::builder
