// The planner: pure, so that every layout of a project can be tested without an engine.
#include "builder/plan/plan.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/planner.hpp"
#include "builder/plan/recipes.hpp"
#include "builder/workspace/workspace.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

fs::path manifest_path(const Question& question, const std::string& variant) {
    if (const std::string named = question.settings_of(variant).manifest; !named.empty())
        return named;
    const auto& recipe = question.method.recipe;
    if (variant.empty() && recipe && !recipe->manifest.empty()) return recipe->manifest;
    return question.manifest_of(variant).file;
}

void add_files(const Question& question, Plan& plan) {
    const auto add = [&](const std::vector<std::string>& files) {
        for (const std::string& file : files) {
            if (!is_path_below(file))
                throw_usage(fmt::format("the additional file '{}' is not a path below the project",
                                        text::visible(file)));
            if (std::ranges::find(plan.additional_files, file) == plan.additional_files.end())
                plan.additional_files.push_back(file);
        }
    };
    if (question.method.recipe) add(question.method.recipe->additional_files);
    add(question.project.settings.build.files);
    add(question.settings_of(plan.variant).files);
    add(question.request.additional_files);
    if (plan.kind == Kind::dockerfile && !plan.additional_files.empty())
        plan.warnings.push_back(
            fmt::format("the Dockerfile packs the application: {} is not added",
                        text::visible(text::join(plan.additional_files, ", "))));
}

// Packages of variants differ in name only if their friendlyName does.
void choose_output(const Question& question, Plan& plan) {
    plan.output =
        question.request.output.empty() ? plan.project / "build" : question.request.output;
    const auto stem = [](const ManifestFile& file) {
        return (file.friendly_name.empty() ? file.app_name : file.friendly_name) + file.version;
    };
    const ManifestFile& own = question.manifest_of(plan.variant);
    const bool alike =
        std::ranges::any_of(question.project.manifests, [&](const ManifestFile& other) {
            return other.variant != own.variant && stem(other) == stem(own);
        });
    if (!plan.variant.empty() && alike) plan.output /= plan.variant;
}

void choose_workspace(const Question& question, Plan& plan) {
    plan.key = plan.architecture;
    if (!plan.variant.empty())
        plan.key += "-" + plan.variant;
    else if (!plan.chip.empty() && question.uses_dockerfile() &&
             question.project.dockerfile->declares("CHIP"))
        plan.key += "-" + plan.chip;
    plan.tree = own_directory(plan.project) /
                (plan.key + (plan.kind == Kind::dockerfile ? ".context" : ""));
}

void choose_local_sdk(const Question& question, Plan& plan) {
    const LocalSdk& local = *question.around.local_sdk;
    if (plan.architecture != "all" && !local.scripts.contains(plan.architecture))
        throw Error(
            {.kind = ErrorKind::engine_unavailable,
             .code = "sdk-of-another-architecture",
             .message = fmt::format("the SDK in {} does not compile for {}",
                                    text::visible(local.directory.string()), plan.architecture),
             .advice = {{Advice::choose_sdk_directory}, {Advice::build_in_container}}});
    plan.sdk = version_of(local, question.request, question.catalog);
    plan.sdk_directory = local.directory;
    plan.axis_os = local.axis_os;
    if (plan.axis_os.empty() && plan.sdk != "local")
        plan.axis_os = question.catalog.image(plan.sdk).axis_os;
}

void choose_packer(const Question& question, Plan& plan) {
    plan.packer = question.request.packer;
    if (plan.packer == Packer::own) return;
    if (plan.kind == Kind::dockerfile) {
        plan.warnings.emplace_back("the Dockerfile packs the application: the packer that "
                                   "was asked for changes nothing");
        plan.packer = Packer::own;
    } else if (question.around.engine == "host") {
        throw_usage("a build without the SDK has no acap-build", {}, {{Advice::choose_no_packer}});
    }
}

void choose_engine(const Question& question, Plan& plan) {
    if (plan.kind == Kind::none && plan.packer == Packer::own) return;
    plan.engine = question.around.engine;
    if (plan.engine == "local") {
        choose_local_sdk(question, plan);
        return add_sdk_warnings(question, plan);
    }
    if (plan.engine == "host") {
        plan.sdk = "host";
        if (const std::string& axis_os = question.request.engine.axis_os; !axis_os.empty())
            plan.warnings.push_back("it is compiled without an SDK, so nothing makes sure "
                                    "that the program starts on AXIS OS " +
                                    axis_os);
        return;
    }
    plan.container = fmt::format("acapctl-{}-{}", question.around.token, plan.key);
    const Transfer transfer = question.request.engine.transfer;
    plan.copies =
        transfer == Transfer::copy || (transfer == Transfer::automatic && question.around.remote);
    plan.may_copy = transfer == Transfer::automatic;
    choose_sdk(question, plan);
    add_sdk_warnings(question, plan);
    if (!plan.image.empty()) plan.images_used = std::vector{plan.image};
    if (question.uses_dockerfile()) choose_image_build(question, plan);
}

void choose_ccache(const Question& question, Plan& plan) {
    if (!question.request.ccache && !question.project.settings.build.ccache) return;
    if (plan.kind == Kind::dockerfile)
        plan.notes.emplace_back("the Dockerfile compiles: whether with ccache is its own affair");
    else
        plan.ccache = plan.kind != Kind::none;
}

void add_steps(const Question& question, Plan& plan) {
    const sdk::Catalog& catalog = question.catalog;
    plan.steps = {mirror_step(plan)};
    if (plan.kind == Kind::dockerfile) {
        for (Step& step : dockerfile_steps(plan, catalog)) plan.steps.push_back(std::move(step));
        return;
    }
    if (plan.engine == "host")
        plan.steps.push_back(compile_on_host(plan, catalog.architecture(plan.architecture)));
    else if (plan.engine == "local")
        plan.steps.push_back(compile_in_local_sdk(plan, *question.around.local_sdk));
    else if (!plan.engine.empty())
        for (Step& step : compile_in_container(plan, question.around, catalog))
            plan.steps.push_back(std::move(step));
    plan.steps.push_back(pack_step(plan));
}

Plan make_plan(const Question& question, const Target& target) {
    const ProjectFile::Build& settings = question.project.settings.build;
    const Request& request = question.request;
    Plan plan{.app_name = question.manifest_of(target.variant).app_name,
              .project = question.project.directory,
              .root = question.project.root,
              .manifest = manifest_path(question, target.variant),
              .variant = target.variant,
              .kind = question.method.kind,
              .reason = question.method.reason,
              .architecture = target.architecture,
              .chip = target.chip};
    plan.warnings = question.method.warnings;
    if (plan.architecture == "all" && plan.kind != Kind::dockerfile) plan.kind = Kind::none;
    if (target.by_default)
        plan.notes.push_back({"building for aarch64", {{Advice::build_for_others}}});
    plan.no_cache = request.rebuild;
    plan.compression = request.compression;
    plan.validate = request.validate;
    plan.mend = request.mend.value_or(settings.mend.value_or(true));
    plan.any_image = request.engine.any_image;
    plan.network = request.engine.network.empty() ? settings.network : request.engine.network;
    add_files(question, plan);
    choose_output(question, plan);
    choose_workspace(question, plan);
    choose_packer(question, plan);
    choose_ccache(question, plan);
    choose_engine(question, plan);
    add_steps(question, plan);
    return plan;
}

} // namespace

const Step& step_for(const Plan& plan, Step::Purpose purpose) {
    const auto step = std::ranges::find(plan.steps, purpose, &Step::purpose);
    if (step == plan.steps.end()) throw std::logic_error("the plan lacks a step");
    return *step;
}

ProjectFile::Variant settings_of(const Project& project, const std::string& variant) {
    const auto found = project.settings.variants.find(variant);
    return found == project.settings.variants.end() ? ProjectFile::Variant{} : found->second;
}

const ManifestFile& Question::manifest_of(const std::string& variant) const {
    const auto found = std::ranges::find(project.manifests, variant, &ManifestFile::variant);
    return found == project.manifests.end() ? project.manifests.front() : *found;
}

EngineChoice engine_choice(const Project& project, const Request& request) {
    if (request.engine.choice != EngineChoice::automatic) return request.engine.choice;
    const std::string& named = project.settings.build.engine; // never host
    return named == "docker"   ? EngineChoice::docker
           : named == "podman" ? EngineChoice::podman
                               : EngineChoice::automatic;
}

bool needs_engine(const Project& project, const Request& request) {
    return request.packer != Packer::own || choose_method(project, request).kind != Kind::none;
}

std::vector<Plan> make_plans(const Project& project, const Request& request,
                             const Surroundings& around, const sdk::Catalog& catalog) {
    const Question question{project, request, around, catalog, choose_method(project, request)};
    std::vector<Plan> plans;
    for (const Target& target : choose_targets(question))
        plans.push_back(make_plan(question, target));
    return plans;
}

} // namespace acapctl::builder
