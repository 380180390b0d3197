#include "sdk/model_needs.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::sdk {

namespace {

bool is_larod(const std::string& library) {
    return is_library(library, "liblarod.so");
}

ModelAdvice best_of(const std::vector<CarriedModel>& models, const Chip& chip,
                    const std::vector<std::string>& named, const Catalog& catalog) {
    ModelAdvice best = advise(models.front().facts, chip, catalog, named);
    for (const CarriedModel& model : models) {
        ModelAdvice other = advise(model.facts, chip, catalog, named);
        if (other.verdict < best.verdict) best = std::move(other);
    }
    return best;
}

ModelVerdict best_on(const std::vector<CarriedModel>& models, const std::string& larod_device) {
    ModelVerdict best = ModelVerdict::refused;
    for (const CarriedModel& model : models)
        best = std::min(best, advise(model.facts, larod_device).verdict);
    return best;
}

std::string files_of(const std::vector<CarriedModel>& models) {
    std::vector<std::string> files;
    for (const CarriedModel& model : models) files.push_back(text::visible(model.file));
    return text::some_of(files);
}

} // namespace

bool links_larod(const InterfaceUses& uses) {
    return std::ranges::any_of(uses.files,
                               [](const FileUses& file) {
                                   return std::ranges::any_of(file.libraries, is_larod);
                               }) ||
           std::ranges::any_of(uses.libraries, is_larod) ||
           text::contains(uses.packages, "liblarod");
}

std::vector<std::string> named_larod_devices(const std::vector<std::string>& words) {
    std::vector<std::string> named;
    for (const std::string& word : words)
        if (ModelRules::built_in().device(word) != nullptr) text::add_once(named, word);
    return named;
}

std::optional<Requirement> model_requirement(const std::vector<CarriedModel>& models,
                                             const std::vector<std::string>& named,
                                             const Catalog& catalog) {
    if (models.empty()) return std::nullopt;
    Requirement need{.kind = RequirementKind::model,
                     .what = "a larod device that takes its model",
                     .because = files_of(models),
                     .chips = std::vector<std::string>(),
                     // For every chip, as the requirement is: why is another matter for each.
                     .source = "what is known of the larod devices of each chip",
                     .larod_named = named};
    for (const Chip& chip : catalog.chips()) {
        const ModelAdvice best = best_of(models, chip, named, catalog);
        if (best.verdict == ModelVerdict::refused) continue;
        need.chips->push_back(chip.name);
        if (best.verdict == ModelVerdict::unknown) need.unsure_chips.push_back(chip.name);
    }
    for (const LarodDevice& device : ModelRules::built_in().devices()) {
        const ModelVerdict verdict = best_on(models, device.name);
        if (verdict == ModelVerdict::refused)
            need.larod_refuses.push_back(device.name);
        else if (verdict != ModelVerdict::unknown)
            need.larod_takes.push_back(device.name);
    }
    if (need.chips->size() == catalog.chips().size() && need.unsure_chips.empty())
        return std::nullopt;
    need.unsure_why = "not known whether a larod device of this chip takes it";
    return need;
}

} // namespace acapctl::sdk
