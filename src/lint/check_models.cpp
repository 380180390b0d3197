// Models that a package carries, or that lie in a project: whether they can be read, and whether
// larod takes them, on the device that is named or on the chip or device that is asked about. The
// sdk's judge decides, here are its places and words.
#include "lint/findings.hpp"
#include "sdk/model_needs.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

using sdk::CarriedModel;
using sdk::DeviceAdvice;
using sdk::ModelAdvice;
using sdk::ModelEffect;
using sdk::ModelReason;
using sdk::ModelVerdict;

std::string because(const ModelReason& reason) {
    if (reason.remedy.empty() || reason.source.empty()) return reason.remedy + reason.source;
    return fmt::format("{} ({})", reason.remedy, reason.source);
}

void unreadable(Inspection& inspection) {
    for (const FileFact& file : inspection.subject.files) {
        if (file.type != MemberType::file) continue;
        if (file.model && !file.model->problem.empty())
            inspection.at_file("model-unreadable", file.path, file.model->problem);
        if (!file.model && file.size > largest_examined && model::is_model(file.path, ""))
            inspection.at_file("model-unreadable", file.path,
                               fmt::format("it is larger than {}, and was not looked into",
                                           text::human_size(largest_examined)));
    }
}

// What is so wherever it runs.
void doubtful(Inspection& inspection, const CarriedModel& model) {
    for (const ModelReason& reason : sdk::advise(model.facts, "cpu-tflite").reasons)
        if (reason.effect == ModelEffect::warning)
            inspection.at_line("model-shared-scale", model.file, 0, 0, reason.what,
                               because(reason));
}

// Why the device takes none of the models; nullptr: it may take one.
const ModelReason* refusal(const std::vector<CarriedModel>& models, const std::string& device,
                           DeviceAdvice& kept) {
    for (const CarriedModel& model : models) {
        kept = sdk::advise(model.facts, device);
        if (kept.verdict != ModelVerdict::refused) return nullptr;
    }
    return &kept.reasons.front();
}

std::vector<std::string> run_options(const ManifestFact& fact) {
    return text::split(fact.document->root.text_at("acapPackageConf.setup.runOptions"), ' ');
}

// A manifest names one device; what it names is asked for.
bool named_by_manifest(Inspection& inspection, const std::vector<CarriedModel>& models) {
    const std::string path = "acapPackageConf.setup.runOptions";
    bool names = false;
    for (const ManifestFact& fact : inspection.subject.manifests) {
        if (!fact.document) continue;
        for (const std::string& device : sdk::named_larod_devices(run_options(fact))) {
            names = true;
            DeviceAdvice kept;
            if (const ModelReason* reason = refusal(models, device, kept))
                inspection.at_value(
                    "model-for-another-device", fact, *fact.document->root.find_path(path),
                    "$." + path,
                    fmt::format("{} takes none of its models: {}", device, reason->what),
                    because(*reason));
        }
    }
    return names;
}

// A program may name several and choose, so that only what none of them takes is told.
void named_by_programs(Inspection& inspection, const std::vector<CarriedModel>& models,
                       const sdk::InterfaceUses& uses) {
    for (const sdk::FileUses& file : uses.files) {
        const std::vector<std::string> named = sdk::named_larod_devices(file.mentions);
        std::vector<std::string> reasons;
        std::string hint;
        for (const std::string& device : named) {
            DeviceAdvice kept;
            const ModelReason* reason = refusal(models, device, kept);
            if (reason == nullptr) break;
            reasons.push_back(fmt::format("{}: {}", device, reason->what));
            if (hint.empty()) hint = because(*reason);
        }
        if (!named.empty() && reasons.size() == named.size())
            inspection.at_file_as(Severity::warning, "model-for-another-device", file.path,
                                  fmt::format("none of the larod devices that it names takes one "
                                              "of its models: {}",
                                              text::join(reasons, "; ")),
                                  hint);
    }
}

void tell(Inspection& inspection, const std::string& file, const ModelReason& reason) {
    if (reason.rule.empty()) return;
    if (reason.effect == ModelEffect::slow)
        inspection.at_line("target-model-slow", file, 0, 0, reason.what, because(reason));
    if (reason.effect == ModelEffect::note)
        inspection.at_line("target-model-hint", file, 0, 0, reason.what, because(reason));
}

// Of the device that decides. What some devices with the chip may not have has no source.
ModelReason deciding(const ModelAdvice& advice) {
    if (!advice.reasons.empty()) return advice.reasons.front();
    const DeviceAdvice& best = *sdk::best_of(advice);
    if (best.doubt.empty()) return best.reasons.front();
    return {.effect = ModelEffect::unknown, .what = best.doubt};
}

// What slows it down matters on a DLPU: whoever names the CPU knows.
void slow(Inspection& inspection, const std::string& file, const ModelAdvice& advice) {
    for (const DeviceAdvice& device : advice.devices) {
        const sdk::LarodDevice* known = sdk::ModelRules::built_in().device(device.device);
        if (known == nullptr || known->kind != sdk::LarodKind::dlpu ||
            device.verdict == ModelVerdict::refused)
            continue;
        for (const ModelReason& reason : device.reasons) tell(inspection, file, reason);
    }
}

// A package may carry models for several chips: those that this one refuses matter only if it
// refuses all of them.
void on_device(Inspection& inspection, const std::vector<CarriedModel>& models,
               const std::vector<std::string>& named) {
    const sdk::Catalog& catalog = inspection.knowledge.catalog;
    std::vector<ModelAdvice> all;
    for (const CarriedModel& model : models)
        all.push_back(sdk::advise(model.facts, inspection.target, catalog, named));
    const bool refused = std::ranges::all_of(
        all, [](const ModelAdvice& advice) { return advice.verdict == ModelVerdict::refused; });
    for (std::size_t i = 0; i < models.size(); ++i) {
        const std::string& file = models[i].file;
        const ModelReason reason = deciding(all[i]);
        if (refused)
            inspection.at_line("target-model-refused", file, 0, 0,
                               fmt::format("no larod device of {} takes it: {}",
                                           inspection.target.chip_name(), reason.what),
                               because(reason));
        else if (all[i].verdict == ModelVerdict::unknown)
            inspection.at_line("target-unknown", file, 0, 0,
                               fmt::format("not known whether larod on {} takes it: {}",
                                           inspection.target.chip_name(), reason.what),
                               because(reason));
        slow(inspection, file, all[i]);
    }
}

std::vector<std::string> named_anywhere(const Inspection& inspection) {
    std::vector<std::string> named;
    for (const ManifestFact& fact : inspection.subject.manifests)
        if (fact.document)
            for (const std::string& device : sdk::named_larod_devices(run_options(fact)))
                text::add_once(named, device);
    const ConfLine* line = inspection.subject.conf_line("APPOPTS");
    if (inspection.subject.manifests.empty() && line != nullptr) // which counts without a manifest
        for (const std::string& device : sdk::named_larod_devices(text::split(line->value, ' ')))
            text::add_once(named, device);
    return named;
}

} // namespace

void check_models(Inspection& inspection) {
    unreadable(inspection);
    std::vector<CarriedModel> models;
    for (const FileFact& file : inspection.subject.files)
        if (file.model) models.push_back({file.path, *file.model});
    if (models.empty()) return;
    for (const CarriedModel& model : models) doubtful(inspection, model);
    const sdk::InterfaceUses& uses = inspection.uses();
    if (!sdk::links_larod(uses)) return;
    if (!named_by_manifest(inspection, models)) named_by_programs(inspection, models, uses);
    const auto& measured = inspection.target.measured;
    if (inspection.target.chip != nullptr || (measured && measured->larod_devices))
        on_device(inspection, models, named_anywhere(inspection));
}

} // namespace acapctl::lint
