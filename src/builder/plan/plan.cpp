#include "builder/plan/plan.hpp"

#include "support/json.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::builder {

namespace {

using nlohmann::json;

json step_json(const Step& step) {
    return {{"purpose", purpose_name(step.purpose)},
            {"command", step.arguments},
            {"directory", or_null(step.directory.string())},
            {"environment", step.environment},
            {"shell", shell_line(step)}};
}

// The SDK's; a Dockerfile's may be unknown.
std::string image_of(const Plan& plan) {
    if (const DockerfileBuild* dockerfile = plan.dockerfile()) return dockerfile->sdk_image;
    const ContainerBuild* build = plan.in_container();
    return build != nullptr ? build->image : "";
}

// How the tree gets into the container.
json transfer_of(const Plan& plan) {
    const ContainerBuild* build = plan.in_container();
    if (build == nullptr) return nullptr;
    return build->copies() ? "copy" : "mount";
}

const char* packer_name(Packer packer) {
    return packer == Packer::own ? "acapctl" : packer == Packer::sdk ? "sdk" : "both";
}

// Between mirroring and packing.
struct StepsOfBuild {
    std::vector<Step> operator()(const PackOnly&) const { return {}; }
    std::vector<Step> operator()(const ContainerBuild& build) const {
        if (!build.copies()) return {build.steps.mounted};
        const auto& [create, send, compile, fetch, remove] = build.steps.copied;
        return {create, send, compile, fetch, remove};
    }
    std::vector<Step> operator()(const LocalBuild& build) const { return {build.compile}; }
    std::vector<Step> operator()(const HostBuild& build) const { return {build.compile}; }
    std::vector<Step> operator()(const DockerfileBuild& build) const {
        const auto& [image, create, fetch, remove] = build.steps;
        return {image, create, fetch, remove};
    }
};

} // namespace

const char* system_name(BuildSystem system) {
    switch (system) {
    case BuildSystem::make:
        return "make";
    case BuildSystem::meson:
        return "meson";
    case BuildSystem::cmake:
        return "cmake";
    case BuildSystem::none:
        break;
    }
    return "none";
}

const char* kind_name(const Plan& plan) {
    return plan.dockerfile() != nullptr ? "dockerfile" : system_name(plan.system);
}

const Container* Plan::container() const {
    if (const ContainerBuild* own = in_container()) return &own->container;
    if (const DockerfileBuild* own = dockerfile()) return &own->container;
    return nullptr;
}

std::optional<EngineKind> Plan::engine() const {
    if (const Container* own = container()) return own->engine;
    if (in_local_sdk() != nullptr) return EngineKind::local;
    if (on_host() != nullptr) return EngineKind::host;
    return std::nullopt;
}

std::vector<Step> Plan::steps() const {
    std::vector<Step> all = std::visit(StepsOfBuild{}, build);
    all.insert(all.begin(), mirror);
    if (pack) all.push_back(*pack);
    return all;
}

json plan_json(const Plan& plan) {
    json steps = json::array();
    for (const Step& step : plan.steps()) steps.push_back(step_json(step));
    json warnings = json::array();
    for (const Notice& warning : plan.warnings) warnings.push_back(warning.text);
    const auto engine = plan.engine();
    const LocalBuild* local = plan.in_local_sdk();
    const DockerfileBuild* dockerfile = plan.dockerfile();
    return {{"application", plan.app_name},
            {"project", plan.project.string()},
            {"kind", kind_name(plan)},
            {"reason", plan.reason},
            {"manifest", (plan.root / plan.manifest).string()},
            {"variant", or_null(plan.variant)},
            {"architecture", plan.architecture},
            {"chip", or_null(plan.chip)},
            {"engine", engine ? json(engine_name(*engine)) : json()},
            {"sdk", or_null(plan.sdk.version)},
            {"sdkWhy", or_null(plan.sdk.why)},
            {"image", or_null(image_of(plan))},
            {"sdkDirectory", local != nullptr ? json(local->local_sdk.directory.string()) : json()},
            {"transfer", transfer_of(plan)},
            {"ccache", plan.ccache},
            {"packer", packer_name(plan.packaging.packer)},
            {"additionalFiles", plan.packaging.additional_files},
            {"arguments", dockerfile != nullptr ? dockerfile->arguments : Arguments{}},
            {"target", or_null(dockerfile != nullptr ? dockerfile->stage : "")},
            {"tree", plan.tree.string()},
            {"output", plan.output.string()},
            {"warnings", warnings},
            {"steps", steps}};
}

} // namespace acapctl::builder
