#include "sdk/model_advice.hpp"

#include "sdk/model_traits.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::sdk {

namespace {

using model::Format;
using model::ModelFacts;

constexpr Confidence certain = Confidence::official;

ModelVerdict verdict_of(ModelEffect effect) {
    if (effect == ModelEffect::refused) return ModelVerdict::refused;
    if (effect == ModelEffect::unknown) return ModelVerdict::unknown;
    return effect == ModelEffect::slow ? ModelVerdict::slow : ModelVerdict::dlpu;
}

void add(DeviceAdvice& advice, ModelReason reason) {
    advice.verdict = std::max(advice.verdict, verdict_of(reason.effect));
    advice.reasons.push_back(std::move(reason));
}

std::string labels(const std::vector<Format>& formats) {
    std::vector<std::string> list;
    for (const Format format : formats)
        if (format != Format::larod) list.emplace_back(model::format_label(format));
    return list.empty() ? "a format of its own" : text::join(list, " or ");
}

// What looks like another format is not known to be one.
void add_mismatch(const ModelFacts& model, const LarodDevice& device, DeviceAdvice& advice) {
    const ModelEffect effect = model.certain ? ModelEffect::refused : ModelEffect::unknown;
    add(advice, {.effect = as_sure_as(effect, device.confidence),
                 .what = fmt::format("it takes {}, and this {} {}", labels(device.formats),
                                     model.certain ? "is" : "looks like",
                                     model::format_label(model.format)),
                 .remedy = device.mend,
                 .confidence = device.confidence,
                 .source = device.source});
}

// Of what it takes, where nothing else is known against it.
void add_base(const ModelFacts& model, const LarodDevice& device, DeviceAdvice& advice) {
    const bool accelerated = device.kind == LarodKind::dlpu;
    const std::string looks =
        model.certain ? "" : fmt::format(", which this looks like: {}", model.evidence);
    add(advice, {.effect = accelerated ? ModelEffect::note : ModelEffect::slow,
                 .what = fmt::format("it takes {}{}{}", model::format_label(model.format), looks,
                                     accelerated ? ""
                                                 : fmt::format(" and computes on the {}",
                                                               larod_kind_name(device.kind))),
                 .confidence = device.confidence,
                 .source = device.source});
}

// Formats of which too little is known, though the device takes them.
void add_unread(const ModelFacts& model, const LarodDevice& device, DeviceAdvice& advice) {
    if (model.format == Format::larod)
        add(advice,
            {.effect = ModelEffect::unknown,
             .what = "what is packed in it is not read, and AXIS OS 13 is said not to load "
                     "this format",
             .remedy = "take the file that was packed",
             .confidence = Confidence::third_party,
             .source = "Axis' page on larod's formats: deprecated; a public ruleset for the "
                       "upgrade (kotyzap/preflight): gone in AXIS OS 13"});
    if (model.format == Format::nbg)
        add(advice, {.effect = ModelEffect::unknown,
                     .what = "for which chip it was compiled cannot be seen",
                     .remedy = device.mend,
                     .confidence = device.confidence,
                     .source = device.source});
}

void apply_rules(const model::Tflite& model, const LarodDevice& device, DeviceAdvice& advice) {
    for (const ModelRule& rule : ModelRules::built_in().rules()) {
        if (!text::contains(rule.devices, device.name)) continue;
        const auto found = found_in(model, rule, device);
        if (!found) continue;
        add(advice, {.rule = rule.id,
                     .effect = rule.effect,
                     .what = fmt::format(fmt::runtime(rule.what), *found),
                     .remedy = rule.remedy,
                     .confidence = rule.confidence,
                     .source = rule.source});
    }
}

void judge(const ModelFacts& model, const LarodDevice& device, DeviceAdvice& advice) {
    if (model.format == Format::unknown) {
        add(advice, {.effect = ModelEffect::unknown,
                     .what = "the format of the file is not known here",
                     .remedy = device.mend,
                     .confidence = device.confidence,
                     .source = device.source});
        return;
    }
    if (!device.takes(model.format)) return add_mismatch(model, device, advice);
    if (!model.problem.empty()) {
        add(advice,
            {.effect = ModelEffect::unknown, .what = "it could not be read: " + model.problem});
        return;
    }
    add_base(model, device, advice);
    add_unread(model, device, advice);
    if (model.tflite) apply_rules(*model.tflite, device, advice);
}

void keep_named(const std::vector<std::string>& named, ModelAdvice& advice) {
    const auto is_other = [&](const DeviceAdvice& device) {
        return !text::contains(named, device.device);
    };
    if (!std::ranges::all_of(advice.devices, is_other)) std::erase_if(advice.devices, is_other);
}

ModelReason no_models() {
    return {.effect = ModelEffect::refused, .what = "it processes images, and runs no models"};
}

void decide(ModelAdvice& advice) {
    advice.verdict = ModelVerdict::refused;
    for (const DeviceAdvice& device : advice.devices)
        advice.verdict = std::min(advice.verdict, verdict_with_doubt(device));
}

} // namespace

bool lacks_larod(const Chip& chip, const Catalog& catalog) {
    const Api* larod = catalog.api("larod");
    return larod != nullptr && larod->is_absent_on(chip);
}

std::vector<KnownLarodDevice> larod_devices_of(const Chip& chip, const Catalog& catalog) {
    std::vector<KnownLarodDevice> list;
    if (lacks_larod(chip, catalog)) return list;
    const bool some_models = !chip.dlpu;
    for (const std::string& name : chip.larod_devices) {
        const LarodDevice* known = ModelRules::built_in().device(name);
        const bool dlpu = known != nullptr && known->kind == LarodKind::dlpu;
        list.push_back({name, some_models && dlpu ? chip.dlpu_source : ""});
    }
    const std::string unsaid = fmt::format("no source says whether {} has it", chip.label);
    const Api* larod = catalog.api("larod");
    const bool has_larod = larod != nullptr && larod->lists(chip);
    for (const LarodDevice& device : ModelRules::built_in().devices())
        if (has_larod && device.everywhere)
            list.push_back(
                {device.name, text::contains(device.doubtful_on, chip.name) ? unsaid : ""});
    for (const std::string& name : chip.doubtful_larod_devices) list.push_back({name, unsaid});
    return list;
}

ModelVerdict verdict_with_doubt(const DeviceAdvice& device) {
    return device.doubt.empty() ? device.verdict : std::max(device.verdict, ModelVerdict::unknown);
}

std::vector<ModelReason> reasons_to_refuse(const DeviceAdvice& advice) {
    std::vector<ModelReason> reasons;
    for (const ModelReason& reason : advice.reasons)
        if (!reason.source.empty() &&
            (reason.effect >= ModelEffect::unknown ||
             (reason.effect == ModelEffect::slow && !reason.rule.empty())))
            reasons.push_back(reason);
    return reasons;
}

std::vector<ModelReason> reasons_to_doubt(const DeviceAdvice& advice) {
    std::vector<ModelReason> reasons;
    for (const ModelReason& reason : advice.reasons)
        if (!reason.rule.empty() &&
            (reason.effect == ModelEffect::slow || reason.effect == ModelEffect::warning))
            reasons.push_back(reason);
    return reasons;
}

nlohmann::json json_of(const std::vector<ModelReason>& reasons) {
    auto list = nlohmann::json::array();
    for (const ModelReason& reason : reasons)
        list.push_back({{"rule", or_null(reason.rule)},
                        {"effect", model_effect_name(reason.effect)},
                        {"what", reason.what},
                        {"remedy", or_null(reason.remedy)},
                        {"confidence", confidence_name(reason.confidence)},
                        {"source", or_null(reason.source)}});
    return list;
}

const char* model_verdict_name(ModelVerdict verdict) {
    static constexpr std::array names{"dlpu", "slow", "unknown", "refused"};
    return names.at(static_cast<std::size_t>(verdict));
}

const char* model_verdict_words(ModelVerdict verdict) {
    static constexpr std::array words{"runs on the DLPU", "may be slow or fall back to the CPU",
                                      "unknown", "cannot run"};
    return words.at(static_cast<std::size_t>(verdict));
}

DeviceAdvice advise(const ModelFacts& model, const std::string& larod_device) {
    DeviceAdvice advice{.device = larod_device, .verdict = ModelVerdict::dlpu};
    if (const LarodDevice* device = ModelRules::built_in().device(larod_device))
        judge(model, *device, advice);
    else
        add(advice, {.effect = ModelEffect::unknown,
                     .what = "no source that was read says what this larod device takes"});
    std::ranges::stable_sort(advice.reasons, std::greater<>(), &ModelReason::effect);
    return advice;
}

ModelAdvice advise_named(const ModelFacts& model, const std::vector<std::string>& larod_devices) {
    ModelAdvice advice;
    for (const std::string& name : larod_devices)
        if (!processes_images(name)) advice.devices.push_back(advise(model, name));
    if (advice.devices.empty() && !larod_devices.empty()) advice.reasons = {no_models()};
    decide(advice);
    return advice;
}

ModelAdvice only_devices(ModelAdvice advice, const std::vector<std::string>& larod_devices,
                         const ModelReason& missing) {
    if (advice.devices.empty()) return advice; // it has no larod, or nobody knows
    std::vector<DeviceAdvice> devices;
    for (const std::string& name : larod_devices) {
        const auto found = std::ranges::find(advice.devices, name, &DeviceAdvice::device);
        if (found != advice.devices.end()) {
            devices.push_back(*found);
            continue;
        }
        const ModelReason reason = processes_images(name) ? no_models() : missing;
        devices.push_back(
            {.device = name, .verdict = verdict_of(reason.effect), .reasons = {reason}});
    }
    advice.devices = std::move(devices);
    decide(advice);
    return advice;
}

ModelAdvice advise(const ModelFacts& model, const Chip& chip, const Catalog& catalog,
                   const std::vector<std::string>& named) {
    ModelAdvice advice{.chip = &chip};
    const Api* larod = catalog.api("larod");
    if (larod != nullptr && larod->is_absent_on(chip)) {
        advice.verdict = ModelVerdict::refused;
        advice.reasons.push_back({.effect = ModelEffect::refused,
                                  .what = fmt::format("{} has no larod", chip.label),
                                  .confidence = certain,
                                  .source = larod->absent_source});
        return advice;
    }
    for (const auto& [name, doubt] : larod_devices_of(chip, catalog)) {
        if (processes_images(name)) continue;
        advice.devices.push_back(advise(model, name));
        advice.devices.back().doubt = doubt;
    }
    if (advice.devices.empty()) {
        advice.reasons =
            no_advice(fmt::format("no source that was read says whether {} has larod", chip.label))
                .reasons;
        return advice;
    }
    keep_named(named, advice);
    decide(advice);
    return advice;
}

ModelReason measured_refusal(const Measured& measured, const char* what) {
    return {.effect = ModelEffect::refused,
            .what = what,
            .confidence = Confidence::measured,
            .source = "on-camera, " + measured.when};
}

ModelAdvice advise(const ModelFacts& model, const DeviceFacts& device, const Catalog& catalog,
                   const std::vector<std::string>& named) {
    if (!device.measured || !device.measured->larod_devices)
        return device.chip != nullptr
                   ? advise(model, *device.chip, catalog, named)
                   : no_advice(fmt::format("{} is no chip known here", device.chip_name()));
    ModelAdvice advice = advise_named(model, *device.measured->larod_devices);
    advice.chip = device.chip;
    if (device.measured->larod_devices->empty())
        advice.reasons = {measured_refusal(*device.measured, "the device has no larod")};
    keep_named(named, advice);
    decide(advice);
    return advice;
}

ModelAdvice no_advice(std::string why) {
    ModelAdvice advice;
    advice.reasons.push_back({.effect = ModelEffect::unknown, .what = std::move(why)});
    return advice;
}

const DeviceAdvice* best_of(const ModelAdvice& advice) {
    const auto best = std::ranges::find(advice.devices, advice.verdict, verdict_with_doubt);
    return best == advice.devices.end() ? nullptr : &*best;
}

nlohmann::json json_of(const ModelAdvice& advice) {
    auto devices = nlohmann::json::array();
    for (const DeviceAdvice& each : advice.devices)
        devices.push_back({{"larodDevice", each.device},
                           {"verdict", model_verdict_name(each.verdict)},
                           {"doubt", or_null(each.doubt)},
                           {"reasons", json_of(each.reasons)}});
    return {{"chip", or_null(advice.chip == nullptr ? "" : advice.chip->name)},
            {"verdict", model_verdict_name(advice.verdict)},
            {"larodDevices", std::move(devices)},
            {"reasons", json_of(advice.reasons)}};
}

} // namespace acapctl::sdk
