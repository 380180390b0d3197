// Which SDK: what was asked for, else what the project's own Dockerfile names, else the newest.
#include "build/planner.hpp"

#include "sdk/choice.hpp"

#include <fmt/format.h>

namespace acapctl::build {

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

const sdk::Image* find_image(const sdk::Catalog& catalog, const std::string& version) {
    for (const sdk::Image& image : catalog.images())
        if (image.version == version || image.version == version + ".0") return &image;
    return nullptr;
}

// The one that --chip asks for, else the newest.
const sdk::Image* usual_image(const Question& question) {
    const std::string& usual = question.request.engine.usual_sdk;
    return usual.empty() ? &question.catalog.newest_stable() : &question.catalog.image(usual);
}

} // namespace

std::optional<SdkReference> parse_reference(const std::string& image) {
    const auto colon = image.rfind(':');
    if (colon == std::string::npos || image.find('/', colon) != std::string::npos)
        return std::nullopt;
    const std::string tag = image.substr(colon + 1);
    for (const char* name : {"aarch64", "armv7hf"}) {
        const auto at = tag.find(fmt::format("-{}-ubuntu", name));
        if (at != std::string::npos)
            return SdkReference{image, image.substr(0, colon), tag.substr(0, at), name};
    }
    return std::nullopt;
}

std::string wanted_sdk(const Question& question) {
    const std::string& asked = question.request.engine.sdk_version;
    if (!asked.empty()) return asked;
    const ProjectFile::Build& settings = question.project.settings.build;
    if (!settings.sdk.empty() || settings.axis_os.empty()) return settings.sdk;
    return sdk::newest_for({.axis_os = sdk::AxisOs::from_user(settings.axis_os)}, question.catalog)
        .image.version;
}

std::string architecture_of_base(const Question& question) {
    const auto found = reference(question, "");
    return found ? found->architecture : "";
}

void choose_sdk(const Question& question, Plan& plan) {
    const std::string architecture = plan.architecture == "all" ? "aarch64" : plan.architecture;
    const std::string wanted = wanted_sdk(question);
    const auto named = reference(question, architecture);
    const sdk::Image* image = nullptr;
    if (!wanted.empty()) {
        image = &question.catalog.image(wanted);
        if (wanted == question.request.engine.sdk_version) plan.sdk_why = question.request.sdk_why;
    } else if (named && !named->version.empty()) {
        image = find_image(question.catalog, named->version);
    } else if (named || !question.uses_dockerfile()) {
        image = usual_image(question);
        if (!question.request.engine.usual_sdk.empty()) plan.sdk_why = question.request.sdk_why;
    }

    if (image == nullptr) { // one that the catalog does not know, or a base of the project's own
        if (!named) return;
        plan.sdk = named->version;
        plan.image = named->image;
        return;
    }
    plan.sdk = image->version;
    plan.axis_os = image->axis_os;
    plan.image = question.catalog.image_name(*image, architecture);
    if (named && question.around.sdk_repository.empty()) // perhaps a mirror
        plan.image.replace(0, plan.image.rfind(':'), named->repository);
}

} // namespace acapctl::build
