#include "cli/completion_values.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/project.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/emulator_program.hpp"
#include "cli/shared/project_app.hpp"
#include "device/deploy/history.hpp"
#include "fleet/inventory.hpp"
#include "lint/rules.hpp"
#include "manifest/schema/validate.hpp"
#include "package/diff_threshold.hpp"
#include "sdk/catalog.hpp"
#include "sdk/model_rules.hpp"
#include "support/json.hpp"
#include "templates/templates.hpp"

#include <algorithm>
#include <ranges>
#include <set>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using Candidates = std::vector<Candidate>;

Candidates devices(const Edges&) {
    Candidates found;
    for (const fleet::InventoryDevice& device : fleet::load_inventory().devices)
        found.push_back({device.name, device.address});
    return found;
}

Candidates groups(const Edges&) {
    Candidates found;
    for (const std::string& group : fleet::load_inventory().groups()) found.push_back({group});
    return found;
}

Candidates tags(const Edges&) {
    std::set<std::string> words;
    for (const fleet::InventoryDevice& device : fleet::load_inventory().devices)
        for (const auto& [key, value] : device.tags) words.insert(key + "=" + value);
    Candidates found;
    for (const std::string& word : words) found.push_back({word});
    return found;
}

// That of the project here, and those that were deployed from this machine.
Candidates applications(const Edges&) {
    std::vector<std::string> names = device::History().applications();
    try {
        names.push_back(project_app());
    } catch (const Error&) { // there is none here
    }
    std::ranges::sort(names);
    Candidates found;
    for (const std::string& name : names)
        if (found.empty() || found.back().word != name) found.push_back({name});
    return found;
}

Candidates template_names(const Edges&) {
    Candidates found;
    for (const templates::Template& each : templates::templates())
        found.push_back({each.name, each.about});
    return found;
}

Candidates chips(const Edges& edges) {
    Candidates found;
    for (const sdk::Chip& chip : edges.catalog().chips())
        found.push_back({chip.name, fmt::format("{}, {}", chip.label, chip.architecture)});
    return found;
}

Candidates larod_devices(const Edges&) {
    Candidates found;
    for (const sdk::LarodDevice& device : sdk::ModelRules::built_in().devices())
        found.push_back({device.name, sdk::larod_kind_name(device.kind)});
    return found;
}

Candidates architectures(const Edges& edges) {
    Candidates found;
    for (const sdk::Architecture& each : edges.catalog().architectures())
        found.push_back({each.name});
    return found;
}

// What may be true of devices stands behind their names, with which it is the inventory that knows.
Candidates targets(const Edges& edges) {
    Candidates found = devices(edges);
    if (found.empty()) return found;
    for (const auto& [group, about] : groups(edges)) found.push_back({"@" + group, "a group"});
    found.push_back({"all", "every device of the inventory"});
    for (const auto& [tag, about] : tags(edges)) found.push_back({tag, "a tag"});
    for (const auto& [name, about] : architectures(edges)) found.push_back({"arch=" + name});
    for (const auto& [name, about] : chips(edges)) found.push_back({"soc=" + name, about});
    for (const auto& [name, about] : applications(edges))
        found.push_back({"app=" + name, "an application"});
    return found;
}

Candidates sdk_versions(const Edges& edges) {
    Candidates found;
    for (const sdk::Image& image : std::views::reverse(edges.catalog().images()))
        found.push_back({image.version, fmt::format("from AXIS OS {}{}", image.axis_os,
                                                    image.preview ? ", preview" : "")});
    return found;
}

Candidates axis_os_versions(const Edges& edges) {
    Candidates found;
    for (const sdk::Image& image : std::views::reverse(edges.catalog().images()))
        if (std::ranges::find(found, image.axis_os, &Candidate::word) == found.end())
            found.push_back({image.axis_os});
    return found;
}

Candidates schemas(const Edges&) {
    Candidates found;
    for (const auto& schema : std::views::reverse(manifest::schema_versions()))
        found.push_back({schema.version, "from AXIS OS " + schema.axis_os});
    return found;
}

Candidates rules(const Edges&) {
    Candidates found;
    for (const lint::Rule& rule : lint::rules()) found.push_back({rule.id, rule.title});
    return found;
}

Candidates thresholds(const Edges&) {
    Candidates found;
    for (const std::string& word : Threshold::without_limit()) found.push_back({word});
    return found;
}

// Of `inspect --field`: those with one value.
Candidates fields(const Edges&) {
    return {{"package.appName"},
            {"package.friendlyName"},
            {"package.version"},
            {"package.vendor"},
            {"package.architecture"},
            {"package.schemaVersion"},
            {"package.signed"},
            {"package.size"},
            {"requires.architecture"},
            {"requires.axisOs"},
            {"requires.sentence"},
            {"model.format"},
            {"model.tflite.quantization.kind"}};
}

Candidates networks(const Edges&) {
    return {{"none", "no network"}, {"bridge"}, {"host"}};
}

// Of the project here.
Candidates variants(const Edges& edges) {
    Candidates found;
    for (const auto& manifest : builder::find_project(".", edges.catalog()).manifests)
        if (!manifest.variant.empty()) found.push_back({manifest.variant, manifest.file.string()});
    return found;
}

Candidates stages(const Edges& edges) {
    Candidates found;
    const builder::Project project = builder::find_project(".", edges.catalog());
    if (!project.dockerfile) return {};
    for (const auto& stage : project.dockerfile->stages)
        if (!stage.name.empty()) found.push_back({stage.name, "FROM " + stage.base});
    return found;
}

Candidates log_levels(const Edges&) {
    return {{"emerg"}, {"alert"}, {"crit"}, {"err"}, {"warning"}, {"notice"}, {"info"}, {"debug"}};
}

Candidates profiles(const Edges&) {
    Candidates found;
    const nlohmann::json list = emulator_list("--profile");
    for (const auto& one : list.at("profiles"))
        found.push_back({string_at(one, "name"), string_at(one, "about")});
    return found;
}

Candidates faults(const Edges&) {
    Candidates found;
    const nlohmann::json list = emulator_list("--fault");
    for (const auto& one : list.at("faults"))
        found.push_back({string_at(one, "name"), string_at(one, "effect")});
    return found;
}

struct Source {
    std::string_view word;
    Candidates (*values)(const Edges& edges);
};

constexpr Source sources[] = {
    {"TARGET", targets},
    {"DEVICE", devices},
    {"GROUP", groups},
    {"APP", applications},
    {"TEMPLATE", template_names},
    {"CHIP", chips},
    {"LAROD-DEVICE", larod_devices},
    {"ARCH", architectures},
    {"SDK", sdk_versions},
    {"AXIS-OS", axis_os_versions},
    {"SCHEMA", schemas},
    {"RULE", rules},
    {"LEVEL", log_levels},
    {"THRESHOLD", thresholds},
    {"FIELD", fields},
    {"NET", networks},
    {"VARIANT", variants},
    {"STAGE", stages},
    {"PROFILE", profiles},
    {"FAULT", faults},
};

} // namespace

std::vector<Candidate> completion_values(std::string_view word, const Edges& edges) {
    const auto source = std::ranges::find(sources, word, &Source::word);
    if (source == std::end(sources)) return {};
    try {
        return source->values(edges);
    } catch (const std::exception&) { // a file that cannot be read: what it has is not known
        return {};
    }
}

} // namespace acapctl::cli
