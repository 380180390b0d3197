// Which SDK: what was asked for, else what the project's own Dockerfile names, else the newest that
// serves the device.
#include "builder/plan/plan_sdk.hpp"

#include "builder/plan/asked.hpp"
#include "engine/image_name.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

// The SDK image that the project's Dockerfile builds on.
std::optional<SdkReference> reference(const Question& question, const std::string& architecture) {
    if (!question.project.dockerfile) return std::nullopt;
    Arguments given = given_arguments(question.project, question.request, "");
    if (!architecture.empty()) given["ARCH"] = architecture;
    const auto image = base_image(*question.project.dockerfile, given,
                                  dockerfile_target(question.project, question.request));
    return image ? parse_reference(*image) : std::nullopt;
}

std::optional<sdk::Image> find_image(const sdk::Catalog& catalog, const std::string& version) {
    for (const sdk::Image& image : catalog.images())
        if (image.version == version || image.version == version + ".0") return image;
    return std::nullopt;
}

// A chip that nobody asked for, a variant's, does not stop the others from being built.
sdk::Choice newest_for(const Request& request, const std::string& chip, const std::string& axis_os,
                       const sdk::Catalog& catalog) {
    sdk::Wish wish;
    if (!axis_os.empty()) wish.axis_os = sdk::AxisOs::from_user(axis_os);
    const sdk::Chip* of_plan = chip.empty() ? nullptr : &catalog.chip(chip);
    const bool unfit = wish.axis_os && of_plan && !of_plan->axis_os.contains(*wish.axis_os);
    if (!unfit || !request.chip.empty()) wish.chip = of_plan;
    sdk::Choice choice = sdk::newest_for(wish, catalog);
    if (unfit)
        choice.why +=
            fmt::format("; no such application runs on {}: {}", of_plan->label, of_plan->source);
    return choice;
}

} // namespace

std::optional<SdkReference> parse_reference(const std::string& image) {
    const std::string name = image.substr(0, image.find('@'));
    const std::string digest = name.size() < image.size() ? image.substr(name.size() + 1) : "";
    const auto colon = name.rfind(':');
    if (colon == std::string::npos || name.find('/', colon) != std::string::npos)
        return std::nullopt;
    const std::string tag = name.substr(colon + 1);
    for (const char* architecture : {"aarch64", "armv7hf"}) {
        const auto at = tag.find(fmt::format("-{}-ubuntu", architecture));
        if (at == std::string::npos) continue;
        SdkReference found{.image = image,
                           .repository = name.substr(0, colon),
                           .version = tag.substr(0, at),
                           .architecture = architecture,
                           .digest = digest};
        // An argument without a default leaves the version out, and the rest is no tag yet.
        const bool is_name = engine::is_repository(found.repository) && engine::is_tag("x" + tag) &&
                             (name == image || engine::is_image_name("x@" + digest));
        if (is_name && (found.version.empty() || engine::is_tag(tag))) return found;
    }
    return std::nullopt;
}

std::optional<sdk::Choice> asked_sdk(const Project& project, const Request& request,
                                     const std::string& chip, const sdk::Catalog& catalog) {
    const EngineOptions& option = request.engine;
    const ProjectFile::Build& settings = project.settings.build;
    if (!option.sdk_version.empty()) return sdk::Choice{catalog.image(option.sdk_version)};
    if (!option.axis_os.empty()) return newest_for(request, chip, option.axis_os, catalog);
    if (!settings.sdk.empty()) return sdk::Choice{catalog.image(settings.sdk)};
    if (!settings.axis_os.empty()) return newest_for(request, chip, settings.axis_os, catalog);
    return std::nullopt;
}

std::string architecture_of_base(const Question& question) {
    const auto found = reference(question, "");
    return found ? found->architecture : "";
}

ChosenSdk choose_sdk(const Question& question, Plan& plan) {
    const std::string architecture = plan.architecture == "all" ? "aarch64" : plan.architecture;
    const auto asked = asked_sdk(question.project, question.request, plan.chip, question.catalog);
    const auto named = reference(question, architecture);
    std::optional<sdk::Image> image;
    std::string why;
    if (asked) {
        image = asked->image;
        why = asked->why;
    } else if (named && !named->version.empty()) {
        image = find_image(question.catalog, named->version);
    } else if (named || !question.uses_dockerfile()) {
        const std::string& device = question.request.engine.device_axis_os;
        const sdk::Choice usual = newest_for(question.request, plan.chip, device, question.catalog);
        image = usual.image;
        const bool is_usual = image->version == question.catalog.newest_stable().version;
        if (!device.empty() || !question.request.chip.empty() || !is_usual) why = usual.why;
    }

    if (!image) { // one that the catalog does not know, or a base of the project's own
        if (!named) return {};
        return {.sdk = {.version = named->version}, .image = named->image};
    }
    if (named && !named->digest.empty() && !asked) {
        if (question.around.sdk_repository.empty())
            return {.sdk = {.version = image->version, .axis_os = image->axis_os},
                    .image = named->image};
        plan.warnings.emplace_back("ACAPCTL_SDK_REPOSITORY takes the place of the image that the "
                                   "Dockerfile names by its digest");
    }
    std::string name = question.catalog.image_name(*image, architecture);
    if (named && question.around.sdk_repository.empty()) // perhaps a mirror
        name.replace(0, name.rfind(':'), named->repository);
    return {.sdk = {.version = image->version, .why = why, .axis_os = image->axis_os},
            .image = name};
}

namespace {

// The AXIS OS that somebody named, or a device's.
std::string wanted_axis_os(const Question& question) {
    const EngineOptions& option = question.request.engine;
    if (!option.axis_os.empty()) return option.axis_os;
    if (!option.device_axis_os.empty()) return option.device_axis_os;
    return question.project.settings.build.axis_os;
}

// Who says that applications of the SDK do not run there after all.
void add_doubt(const Question& question, const sdk::Image& image, Plan& plan) {
    const std::string wanted = wanted_axis_os(question);
    if (wanted.empty()) return;
    const auto* beyond = sdk::beyond_track(question.catalog, image, sdk::AxisOs::from_user(wanted));
    if (beyond == nullptr) return;
    const auto doubt = beyond->doubts.find(plan.architecture);
    if (doubt != beyond->doubts.end())
        plan.warnings.push_back(fmt::format("not known whether an application for {} of SDK {} "
                                            "runs on AXIS OS {}: {}",
                                            plan.architecture, text::visible(image.version), wanted,
                                            text::visible(doubt->second)));
}

} // namespace

void add_sdk_warnings(const Question& question, Plan& plan) {
    const std::string& device = question.request.engine.device_axis_os;
    const auto& local = question.around.local_sdk;
    const auto image = find_image(question.catalog, plan.sdk.version);
    if (!image) {
        if (local && !device.empty())
            plan.warnings.push_back(
                {fmt::format("nothing says which SDK {} has, and so whether its applications run "
                             "on AXIS OS {}",
                             text::visible(local->directory.string()), device),
                 {{Advice::choose_sdk}}});
        return;
    }
    if (const auto defect = image->defects.find(plan.architecture); defect != image->defects.end())
        plan.warnings.push_back(fmt::format("SDK {} for {}: {}", text::visible(image->version),
                                            plan.architecture, text::visible(defect->second)));
    add_doubt(question, *image, plan);
    if (device.empty() || sdk::serves(question.catalog, *image, sdk::AxisOs::from_user(device)))
        return;
    plan.warnings.push_back({fmt::format("SDK {} is for {}, and the device has AXIS OS {}",
                                         text::visible(image->version),
                                         sdk::describe({question.catalog.serves(*image)}), device),
                             {local ? Advice{Advice::choose_sdk_directory}
                                    : Advice{Advice::choose_axis_os, {device}}}});
}

} // namespace acapctl::builder
