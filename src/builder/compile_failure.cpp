#include "builder/compile_failure.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/compile_script.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

[[noreturn]] void throw_tool_missing(const Plan& plan) {
    const std::string tool = kind_name(plan.kind);
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "tool-missing",
                 .message = plan.image.empty()
                                ? fmt::format("{} is not installed", tool)
                                : fmt::format("the SDK image {} has no {}", plan.image, tool),
                 .hint = plan.image.empty()
                             ? "apt-get install " + tool
                             : fmt::format("make an image from this one that has {0}, and name its "
                                           "repository in ACAPCTL_SDK_REPOSITORY; or give the "
                                           "project a Dockerfile that runs {0}",
                                           tool)});
}

// A pull that was cut short or a full disk can leave an image of which a part is missing; the
// engine keeps it and will not fetch it again by itself.
[[noreturn]] void throw_corrupt(const Plan& plan, const std::string& lack) {
    const bool image = !plan.image.empty();
    const std::string place =
        image ? "image " + plan.image : "in " + text::visible(plan.sdk_directory.string());
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "sdk-corrupt",
                 .message = fmt::format("the SDK {} is not whole: {}", place, lack),
                 .hint = image ? fmt::format("fetch it anew: {0} image rm --force {1} && {0} pull "
                                             "{1}",
                                             program_of(plan), plan.image)
                               : "take it out of its image anew"});
}

} // namespace

void throw_compile_failed(const Plan& plan, int status) {
    const bool in_sdk = plan.engine != EngineKind::host;
    if (status == tool_missing && (plan.kind == Kind::meson || plan.kind == Kind::cmake))
        throw_tool_missing(plan);
    if (status == environment_missing && in_sdk)
        throw_corrupt(plan, "its environment script is missing or fails");
    if (status == acap_build_missing && in_sdk) throw_corrupt(plan, "it has no acap-build");
    const bool packer = status == acap_build_failed && plan.packer != Packer::own;
    throw Error({.kind = ErrorKind::build_failed,
                 .code = packer ? "acap-build-failed" : "make-failed",
                 .message = packer ? fmt::format("acap-build failed for {}", plan.key)
                                   : fmt::format("{} failed for {} (exit status {})",
                                                 kind_name(plan.kind), plan.key, status),
                 .hint = "its messages are above"});
}

} // namespace acapctl::builder
