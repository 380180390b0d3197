// What a Dockerfile is told: only arguments that it declares, so that none is silently ignored.
#include "builder/plan/plan_dockerfile.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/asked.hpp"
#include "builder/plan/dockerfile_images.hpp"
#include "builder/plan/dockerfile_result.hpp"
#include "builder/plan/plan_sdk.hpp"
#include "support/digest.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

using Strings = std::vector<std::string>;

// Known to the builders without ARG.
bool is_predefined(const std::string& name) {
    return text::lower(name).ends_with("_proxy") || name.starts_with("BUILDKIT_") ||
           name == "SOURCE_DATE_EPOCH";
}

std::string undeclared(const std::string& name, const Strings& names) {
    const std::string suggestion = text::did_you_mean(name, names);
    return fmt::format("the Dockerfile declares no argument '{}', so it is not used: {}",
                       text::visible(name),
                       !suggestion.empty() ? suggestion
                       : names.empty()     ? "it declares none"
                                       : "it declares " + text::visible(text::join(names, ", ")));
}

// The name of the stage that was asked for, by name or number: builders find none by its number.
std::string target_stage(const Dockerfile& file, const std::string& asked) {
    if (asked.empty()) return asked;
    const auto found = file.find_stage(asked);
    if (found && !file.stages[*found].name.empty()) return file.stages[*found].name;
    Strings names;
    for (const Dockerfile::Stage& stage : file.stages)
        if (!stage.name.empty()) names.push_back(stage.name);
    const std::string suggestion = text::did_you_mean(asked, names);
    throw_usage(fmt::format("the Dockerfile has no stage '{}'", text::visible(asked)),
                !suggestion.empty() ? suggestion
                : names.empty()     ? "its stages have no names"
                                    : "it has " + text::visible(text::join(names, ", ")));
}

// Whether an argument is declared without a value, so that the build needs one.
bool lacks_default(const Dockerfile& file, const std::string& name) {
    const auto found = std::ranges::find(file.arguments, name, &Dockerfile::Argument::name);
    return found != file.arguments.end() && (!found->value || found->value->empty());
}

class Teller {
  public:
    Teller(const Question& question, const Dockerfile& file, Plan& plan, DockerfileBuild& build)
        : question_(question), file_(file), plan_(plan), build_(build) {}

    void tell() {
        build_.arguments = given_arguments(question_.project, question_.request, plan_.variant);
        std::erase_if(build_.arguments, [&](const auto& given) {
            return !file_.declares(given.first) && !is_predefined(given.first);
        });
        pass("ARCH", plan_.architecture == "all" ? "aarch64" : plan_.architecture);
        pass_sdk();
        pass_repository();
        pass(variant_argument(file_), plan_.variant);
        pass("CHIP", !plan_.variant.empty() ? plan_.variant : plan_.chip);
        pass("VDO_FORMAT", plan_.variant);
        // Axis' reproducible-package example calls it TIMESTAMP.
        pass("TIMESTAMP", question_.around.source_date_epoch);
        pass("SOURCE_DATE_EPOCH", question_.around.source_date_epoch);
        pass_axis_os();
        // By name alone: the value may hold a password, which a process list would show.
        build_.inherited_arguments = question_.around.proxies;
        std::erase_if(build_.inherited_arguments,
                      [&](const std::string& name) { return build_.arguments.contains(name); });
    }

  private:
    void pass(const std::string& name, const std::string& value) {
        if (file_.declares(name) && !value.empty()) build_.arguments.emplace(name, value);
    }

    void pass_sdk() {
        const auto asked =
            asked_sdk(question_.project, question_.request, plan_.chip, question_.catalog);
        if (asked && !file_.declares("VERSION"))
            plan_.warnings.push_back(fmt::format("the Dockerfile names its SDK itself: {} is not "
                                                 "used",
                                                 text::visible(asked->image.version)));
        if (!asked && !lacks_default(file_, "VERSION")) return;
        const sdk::Image& image = plan_.sdk.version.empty()
                                      ? question_.catalog.newest_stable()
                                      : question_.catalog.image(plan_.sdk.version);
        pass("VERSION", image.version);
        pass("UBUNTU_VERSION", image.ubuntu);
    }

    // It is in the environment of the SDK's image; a build cannot set one that is not declared.
    void pass_axis_os() {
        const std::string& version = question_.around.axis_os_version;
        if (!version.empty() && !file_.declares("AXIS_OS_VERSION"))
            plan_.warnings.emplace_back("the Dockerfile has no argument AXIS_OS_VERSION: the one "
                                        "in the environment is not used");
        pass("AXIS_OS_VERSION", version);
    }

    // ACAPCTL_SDK_REPOSITORY in the two arguments of Axis' Dockerfiles.
    void pass_repository() {
        std::string repository = question_.around.sdk_repository;
        if (!repository.empty() && !(file_.declares("REPO") && file_.declares("SDK")))
            plan_.warnings.emplace_back("the Dockerfile has no arguments REPO and SDK: "
                                        "ACAPCTL_SDK_REPOSITORY is not used");
        if (repository.empty() && (lacks_default(file_, "REPO") || lacks_default(file_, "SDK")))
            repository = "axisecp/acap-native-sdk";
        if (repository.empty()) return;
        const auto slash = repository.rfind('/');
        const bool whole = slash != std::string::npos;
        pass("REPO", whole ? repository.substr(0, slash) : "docker.io/library");
        pass("SDK", whole ? repository.substr(slash + 1) : repository);
    }

    const Question& question_;
    const Dockerfile& file_;
    Plan& plan_;
    DockerfileBuild& build_;
};

} // namespace

void warn_of_unused_arguments(const Question& question, Plan& plan) {
    const auto& file = question.project.dockerfile;
    const Strings names = file ? file->argument_names() : Strings{};
    for (const auto& [name, value] :
         given_arguments(question.project, question.request, plan.variant)) {
        if (!file)
            plan.warnings.push_back(fmt::format("there is no Dockerfile: the argument '{}' is not "
                                                "used",
                                                text::visible(name)));
        else if (!file->declares(name) && !is_predefined(name))
            plan.warnings.emplace_back(undeclared(name, names));
    }
}

DockerfileBuild choose_image_build(const Question& question, const Dockerfile& file, Plan& plan) {
    const ProjectFile::Build& settings = question.project.settings.build;
    // One image for each checkout and plan: the next build replaces it.
    auto where = std::filesystem::absolute(plan.project).lexically_normal().string();
    if (where.ends_with('/')) where.pop_back(); // of "."
    DockerfileBuild build{
        .file = question.project.dockerfile_path,
        .stage = target_stage(file, dockerfile_target(question.project, question.request)),
        .no_cache = question.request.rebuild,
        .other_builder = question.around.other_builder,
        .image_tag = fmt::format("acapctl/{}:{}", sha256(where).substr(0, 12), plan.key),
        .result = settings.result};
    if (build.result.empty()) build.result = package_directory(file, build.stage);
    Teller(question, file, plan, build).tell();
    // Another builder has images of its own, which nobody can list.
    if (!build.other_builder) build.images_used = images_used(file, build.arguments);
    return build;
}

} // namespace acapctl::builder
