// Pure, so that every layout of a project can be tested without an engine.
#include "builder/plan/planner.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/container_steps.hpp"
#include "builder/plan/dockerfile_steps.hpp"
#include "builder/plan/machine_steps.hpp"
#include "builder/plan/plan_dockerfile.hpp"
#include "builder/plan/plan_method.hpp"
#include "builder/plan/plan_sdk.hpp"
#include "builder/plan/plan_targets.hpp"
#include "builder/plan/tree_steps.hpp"
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
            if (std::ranges::find(plan.packaging.additional_files, file) ==
                plan.packaging.additional_files.end())
                plan.packaging.additional_files.push_back(file);
        }
    };
    if (question.method.recipe) add(question.method.recipe->additional_files);
    add(question.project.settings.build.files);
    add(question.settings_of(plan.variant).files);
    add(question.request.additional_files);
    if (question.uses_dockerfile() && !plan.packaging.additional_files.empty())
        plan.warnings.push_back(
            fmt::format("the Dockerfile packs the application: {} is not added",
                        text::visible(text::join(plan.packaging.additional_files, ", "))));
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
    plan.tree =
        own_directory(plan.project) / (plan.key + (question.uses_dockerfile() ? ".context" : ""));
}

// Which of several Dockerfiles it is, and how to choose.
void tell_dockerfile(const Question& question, Plan& plan) {
    std::vector<std::string> others = question.project.other_dockerfiles;
    const bool used = question.uses_dockerfile() || question.method.recipe;
    if (used) std::erase(others, question.project.dockerfile_path.string());
    if (others.empty() || question.request.use_dockerfile == false) return;
    const bool one = others.size() == 1;
    plan.notes.push_back(
        fmt::format("{} {} not used: a variant, chip or architecture of that "
                    "name chooses {}, or acapctl.toml: [build] dockerfile = \"{}\"",
                    text::visible(text::join(others, ", ")), one ? "is" : "are",
                    one ? "it" : "one of them", text::visible(others.front())));
}

void choose_packer(const Question& question, Plan& plan) {
    plan.packaging.packer = question.request.packer;
    if (plan.packaging.packer == Packer::own) return;
    if (question.uses_dockerfile()) {
        plan.warnings.emplace_back("the Dockerfile packs the application: the packer that "
                                   "was asked for changes nothing");
        plan.packaging.packer = Packer::own;
    } else if (question.around.engine == EngineKind::host) {
        throw_usage("a build without the SDK has no acap-build", {}, {{Advice::choose_no_packer}});
    }
}

void choose_ccache(const Question& question, Plan& plan) {
    if (!question.request.ccache && !question.project.settings.build.ccache) return;
    if (question.uses_dockerfile())
        plan.notes.emplace_back("the Dockerfile compiles: whether with ccache is its own affair");
    else
        plan.ccache = plan.system != BuildSystem::none;
}

LocalBuild local_build(const Question& question, const LocalSdk& local, Plan& plan) {
    plan.sdk = {.version = version_of(local, question.request, question.catalog),
                .axis_os = local.axis_os};
    if (plan.sdk.axis_os.empty() && plan.sdk.version != "local")
        plan.sdk.axis_os = question.catalog.image(plan.sdk.version).axis_os;
    LocalBuild build{.local_sdk = local, .compile = compile_in_local_sdk(plan, local)};
    if (plan.system != BuildSystem::none)
        build.architecture = question.catalog.architecture(plan.architecture);
    add_sdk_warnings(question, plan);
    return build;
}

HostBuild host_build(const Question& question, Plan& plan) {
    plan.sdk.version = "host";
    if (const std::string& axis_os = question.request.engine.axis_os; !axis_os.empty())
        plan.warnings.push_back("it is compiled without an SDK, so nothing makes sure "
                                "that the program starts on AXIS OS " +
                                axis_os);
    const sdk::Architecture& architecture = question.catalog.architecture(plan.architecture);
    return {.architecture = architecture, .compile = compile_on_host(plan, architecture)};
}

Container container_of(const Question& question, const Plan& plan) {
    const EngineOptions& options = question.request.engine;
    return {.engine = question.around.engine,
            .name = fmt::format("acapctl-{}-{}", question.around.token, plan.key),
            .platform = question.catalog.platform(),
            .network =
                options.network.empty() ? question.project.settings.build.network : options.network,
            .any_image = options.any_image};
}

// Fills in the SDK; returns its image, which of a Dockerfile may not be known.
std::string settle_sdk(const Question& question, Plan& plan) {
    ChosenSdk chosen = choose_sdk(question, plan);
    plan.sdk = std::move(chosen.sdk);
    add_sdk_warnings(question, plan);
    return std::move(chosen.image);
}

ContainerBuild container_build(const Question& question, Plan& plan) {
    ContainerBuild build{.container = container_of(question, plan),
                         .image = settle_sdk(question, plan),
                         .transfer = question.request.engine.transfer};
    if (build.transfer == Transfer::automatic && question.around.remote)
        build.transfer = Transfer::copy;
    build.steps = compile_in_container(plan, build, question.around, question.catalog);
    return build;
}

DockerfileBuild dockerfile_build(const Question& question, const Dockerfile& file, Plan& plan) {
    std::string image = settle_sdk(question, plan);
    DockerfileBuild build = choose_image_build(question, file, plan);
    build.sdk_image = std::move(image);
    const std::string& problem = question.manifest_of(plan.variant).problem;
    if (!problem.empty() && may_write_manifest(file))
        plan.warnings.push_back(problem + "; perhaps the Dockerfile mends it");
    else
        build.manifest_problem = problem;
    build.container = container_of(question, plan);
    build.steps = dockerfile_steps(plan, build);
    return build;
}

// Nothing is compiled, but the SDK's own tool writes its AXIS OS into the manifest all the same.
PackOnly pack_only(const Question& question, Plan& plan) {
    plan.sdk.axis_os = choose_sdk(question, plan).sdk.axis_os;
    return {};
}

void choose_build(const Question& question, Plan& plan) {
    const auto& local = question.around.local_sdk;
    if (question.uses_dockerfile())
        plan.build = dockerfile_build(question, question.project.dockerfile.value(), plan);
    else if (plan.system == BuildSystem::none && plan.packaging.packer == Packer::own)
        plan.build = pack_only(question, plan);
    else if (local)
        plan.build = local_build(question, *local, plan);
    else if (question.around.engine == EngineKind::host)
        plan.build = host_build(question, plan);
    else
        plan.build = container_build(question, plan);
    plan.mirror = mirror_step(plan);
    if (!question.uses_dockerfile() && !plan.packaging.nothing) plan.pack = pack_step(plan);
}

Plan make_plan(const Question& question, const Target& target) {
    const Request& request = question.request;
    const auto& mend = question.project.settings.build.mend;
    Plan plan{.app_name = question.manifest_of(target.variant).app_name,
              .version = question.manifest_of(target.variant).version,
              .project = question.project.directory,
              .root = question.project.root,
              .manifest = manifest_path(question, target.variant),
              .variant = target.variant,
              .architecture = target.architecture,
              .chip = target.chip,
              .system = question.method.system,
              .reason = question.method.reason,
              .packaging = {.compression = request.compression,
                            .validate = request.validate,
                            .mend = request.mend.value_or(mend.value_or(true)),
                            .nothing = request.compile_only,
                            .axis_os_version = question.around.axis_os_version}};
    plan.warnings = question.method.warnings;
    if (plan.architecture == "all") plan.system = BuildSystem::none;
    if (target.by_default)
        plan.notes.push_back({"building for aarch64", {{Advice::build_for_others}}});
    warn_of_unused_arguments(question, plan);
    tell_dockerfile(question, plan);
    add_files(question, plan);
    choose_output(question, plan);
    choose_workspace(question, plan);
    choose_packer(question, plan);
    choose_ccache(question, plan);
    choose_build(question, plan);
    return plan;
}

} // namespace

bool needs_engine(const Project& project, const Request& request) {
    if (request.packer != Packer::own) return true;
    const Method method = choose_method(project, request);
    return method.dockerfile || method.system != BuildSystem::none;
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
