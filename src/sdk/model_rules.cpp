#include "sdk/model_rules.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view sdk_models;
}

namespace acapctl::sdk {

namespace {

using Json = nlohmann::json;
using Texts = std::vector<std::string>;

template <typename T>
T named(const std::map<std::string, T>& known, const Json& row, const char* key) {
    return known.at(row.at(key).get<std::string>());
}

LarodKind kind_of(const Json& row) {
    static const std::map<std::string, LarodKind> known{
        {"cpu", LarodKind::cpu}, {"gpu", LarodKind::gpu}, {"dlpu", LarodKind::dlpu}};
    return named(known, row, "kind");
}

ModelTrait trait_of(const Json& row) {
    static const std::map<std::string, ModelTrait> known{
        {"custom", ModelTrait::custom},
        {"flex", ModelTrait::flex},
        {"operator", ModelTrait::one_of},
        {"beside", ModelTrait::beside},
        {"float", ModelTrait::floating},
        {"mixed", ModelTrait::mixed},
        {"other", ModelTrait::other},
        {"unlisted", ModelTrait::unlisted},
        {"per-channel", ModelTrait::per_channel},
        {"per-channel-computed", ModelTrait::per_channel_computed},
        {"batch", ModelTrait::batch},
        {"dimensions", ModelTrait::dimensions},
        {"dynamic", ModelTrait::dynamic},
        {"one-output", ModelTrait::one_output}};
    return named(known, row, "when");
}

ModelEffect effect_of(const Json& row) {
    static const std::map<std::string, ModelEffect> known{{"note", ModelEffect::note},
                                                          {"warning", ModelEffect::warning},
                                                          {"slow", ModelEffect::slow},
                                                          {"unknown", ModelEffect::unknown},
                                                          {"refused", ModelEffect::refused}};
    return named(known, row, "effect");
}

LarodDevice read_device(const Json& row, const std::vector<OperatorList>& lists) {
    LarodDevice device{.name = row.at("name"),
                       .kind = kind_of(row),
                       .everywhere = row.value("everywhere", false),
                       .doubtful_on = row.value("doubtfulOn", Texts{}),
                       .mend = row.at("mend"),
                       .confidence = confidence_of(row),
                       .source = row.at("source")};
    for (const Json& format : row.at("formats"))
        device.formats.push_back(model::find_format(format.get<std::string>()).value());
    if (row.contains("operators"))
        device.operators =
            &*std::ranges::find(lists, row["operators"].get<std::string>(), &OperatorList::name);
    return device;
}

ModelRule read_rule(const Json& row) {
    return {.id = row.at("id"),
            .when = trait_of(row),
            .operators = row.value("operators", Texts{}),
            .above = row.value("above", std::size_t{0}),
            .devices = row.at("devices"),
            .effect = as_sure_as(effect_of(row), confidence_of(row)),
            .what = row.at("what"),
            .remedy = row.at("remedy"),
            .confidence = confidence_of(row),
            .source = row.at("source")};
}

} // namespace

bool processes_images(const std::string& larod_device) {
    return larod_device.ends_with("-proc");
}

const char* larod_kind_name(LarodKind kind) {
    static constexpr std::array names{"CPU", "GPU", "DLPU"};
    return names.at(static_cast<std::size_t>(kind));
}

const char* model_effect_name(ModelEffect effect) {
    static constexpr std::array names{"note", "warning", "slow", "unknown", "refused"};
    return names.at(static_cast<std::size_t>(effect));
}

ModelEffect as_sure_as(ModelEffect effect, Confidence confidence) {
    if (effect == ModelEffect::unknown) return effect; // no claim that needs a source
    if (confidence == Confidence::general) return ModelEffect::note;
    if (confidence == Confidence::third_party && effect == ModelEffect::refused)
        return ModelEffect::unknown;
    return effect;
}

bool LarodDevice::takes(model::Format format) const {
    return std::ranges::find(formats, format) != formats.end();
}

ModelRules::ModelRules(std::string_view source) {
    const Json data = Json::parse(source);
    for (const Json& row : data.at("operators"))
        lists_.push_back({.name = row.at("name"), .names = row.at("names")});
    for (const Json& row : data.at("devices")) devices_.push_back(read_device(row, lists_));
    for (const Json& row : data.at("rules")) rules_.push_back(read_rule(row));
    for (const Json& row : data.at("caches"))
        caches_.push_back({.chips = row.at("chips"),
                           .what = row.at("what"),
                           .confidence = confidence_of(row),
                           .source = row.at("source")});
    errors_source_ = data.at("errors").at("source");
    for (const Json& row : data.at("errors").at("rows"))
        errors_.push_back({.code = row.at("code"),
                           .name = row.at("name"),
                           .what = row.at("what"),
                           .remedy = row.value("remedy", ""),
                           .of_model = row.value("ofModel", false)});
}

const ModelRules& ModelRules::built_in() {
    static const ModelRules rules(acapctl::data::sdk_models);
    return rules;
}

const LarodDevice* ModelRules::device(std::string_view name) const {
    const auto found = std::ranges::find(devices_, name, &LarodDevice::name);
    return found == devices_.end() ? nullptr : &*found;
}

const ModelCache* ModelRules::cache_of(std::string_view chip) const {
    const auto found = std::ranges::find_if(
        caches_, [&](const ModelCache& cache) { return text::contains(cache.chips, chip); });
    return found == caches_.end() ? nullptr : &*found;
}

const LarodError* ModelRules::error(int code) const {
    const auto found = std::ranges::find(errors_, code, &LarodError::code);
    return found == errors_.end() ? nullptr : &*found;
}

} // namespace acapctl::sdk
