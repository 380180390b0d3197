#include "probe/sharing.hpp"

#include "sdk/model_rules.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

bool may_take_dlpu(const std::vector<std::string>& larod_devices) {
    return larod_devices.empty() || std::ranges::any_of(larod_devices, [](const std::string& name) {
               const sdk::LarodDevice* known = sdk::ModelRules::built_in().device(name);
               return known == nullptr || known->kind == sdk::LarodKind::dlpu;
           });
}

std::string model_cache_note(const sdk::Chip* chip, const std::string& name) {
    constexpr const char* loss = "this run may have pushed out a model of another application, "
                                 "whose next load then takes as long as its first";
    const sdk::ModelCache* cache =
        chip == nullptr ? nullptr : sdk::ModelRules::built_in().cache_of(chip->name);
    if (cache == nullptr)
        return fmt::format("no source says whether larod on {} keeps compiled models in a cache "
                           "of its own; if it does, {}",
                           chip == nullptr ? name : chip->label, loss);
    return fmt::format("larod on {} keeps compiled models in a cache of its own ({}), which no "
                       "application can clear: {}",
                       chip->label, cache->what, loss);
}

} // namespace acapctl::probe
