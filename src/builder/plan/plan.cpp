// A plan as a document.
#include "builder/plan/plan.hpp"

#include "support/json.hpp"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace acapctl::builder {

namespace {

nlohmann::json step_json(const Step& step) {
    return {{"purpose", purpose_name(step.purpose)},
            {"command", step.arguments},
            {"directory", or_null(step.directory.string())},
            {"environment", step.environment},
            {"shell", shell_line(step)}};
}

// How the tree gets into the container; null without one.
nlohmann::json transfer_of(const Plan& plan) {
    if (plan.container.empty() || plan.kind == Kind::dockerfile) return nullptr;
    return plan.copies ? "copy" : "mount";
}

const char* packer_name(Packer packer) {
    return packer == Packer::own ? "acapctl" : packer == Packer::sdk ? "sdk" : "both";
}

} // namespace

const char* kind_name(Kind kind) {
    switch (kind) {
    case Kind::make:
        return "make";
    case Kind::meson:
        return "meson";
    case Kind::cmake:
        return "cmake";
    case Kind::dockerfile:
        return "dockerfile";
    case Kind::none:
        break;
    }
    return "none";
}

const Step& step_for(const Plan& plan, Step::Purpose purpose) {
    const auto step = std::ranges::find(plan.steps, purpose, &Step::purpose);
    if (step == plan.steps.end()) throw std::logic_error("the plan lacks a step");
    return *step;
}

std::string program_of(const Plan& plan) {
    if (!plan.engine) throw std::logic_error("the plan has no engine");
    return engine_name(*plan.engine);
}

nlohmann::json plan_json(const Plan& plan) {
    nlohmann::json steps = nlohmann::json::array();
    for (const Step& step : plan.steps) steps.push_back(step_json(step));
    return {{"application", plan.app_name},
            {"project", plan.project.string()},
            {"kind", kind_name(plan.kind)},
            {"reason", plan.reason},
            {"manifest", (plan.root / plan.manifest).string()},
            {"variant", or_null(plan.variant)},
            {"architecture", plan.architecture},
            {"chip", or_null(plan.chip)},
            {"engine", plan.engine ? nlohmann::json(engine_name(*plan.engine)) : nlohmann::json()},
            {"sdk", or_null(plan.sdk)},
            {"sdkWhy", or_null(plan.sdk_why)},
            {"image", or_null(plan.image)},
            {"sdkDirectory", or_null(plan.sdk_directory.string())},
            {"transfer", transfer_of(plan)},
            {"ccache", plan.ccache},
            {"packer", packer_name(plan.packer)},
            {"additionalFiles", plan.additional_files},
            {"arguments", plan.arguments},
            {"target", or_null(plan.target)},
            {"tree", plan.tree.string()},
            {"output", plan.output.string()},
            {"warnings", plan.warnings},
            {"steps", steps}};
}

} // namespace acapctl::builder
