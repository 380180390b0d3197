// Which SDK: what was asked for, else what the project's own Dockerfile names, else the newest.
#include "build/planner.hpp"

namespace acapctl::build {

namespace {

// REPOSITORY:VERSION-ARCH-ubuntuRELEASE
struct SdkReference {
    std::string version{};
    std::string architecture{};
};

std::optional<SdkReference> parse_reference(const std::string& image, const sdk::Catalog& catalog) {
    const auto colon = image.rfind(':');
    if (colon == std::string::npos || image.find('/', colon) != std::string::npos)
        return std::nullopt;
    const std::string tag = image.substr(colon + 1);
    for (const sdk::Architecture& architecture : catalog.architectures()) {
        const auto at = tag.find("-" + architecture.name + "-ubuntu");
        if (at != std::string::npos) return SdkReference{tag.substr(0, at), architecture.name};
    }
    return std::nullopt;
}

// The SDK image that the project's Dockerfile builds on.
std::optional<SdkReference> reference(const Question& question, const std::string& architecture) {
    if (!question.project.dockerfile) return std::nullopt;
    Arguments given = given_arguments(question, "");
    if (!architecture.empty()) given["ARCH"] = architecture;
    const auto image = base_image(*question.project.dockerfile, given, dockerfile_target(question));
    return image ? parse_reference(*image, question.catalog) : std::nullopt;
}

const sdk::Image* find_image(const sdk::Catalog& catalog, const std::string& version) {
    for (const sdk::Image& image : catalog.images())
        if (image.version == version || image.version == version + ".0") return &image;
    return nullptr;
}

} // namespace

std::string wanted_sdk(const Question& question) {
    const std::string& asked = question.request.engine.sdk_version;
    return asked.empty() ? question.project.settings.build.sdk : asked;
}

std::string architecture_of_base(const Question& question) {
    const auto found = reference(question, "");
    return found ? found->architecture : "";
}

void choose_sdk(const Question& question, Plan& plan) {
    const std::string architecture = plan.architecture == "all" ? "aarch64" : plan.architecture;
    const std::string wanted = wanted_sdk(question);
    const sdk::Image* image = nullptr;
    if (!wanted.empty())
        image = &question.catalog.image(wanted);
    else if (const auto found = reference(question, architecture))
        image = find_image(question.catalog, found->version);
    if (image == nullptr && !question.uses_dockerfile()) image = &question.catalog.newest_stable();
    if (image == nullptr) return; // a base image of the project's own
    plan.sdk = image->version;
    plan.axis_os = image->axis_os;
    plan.image = question.catalog.image_name(*image, architecture);
}

} // namespace acapctl::build
