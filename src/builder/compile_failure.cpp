#include "builder/compile_failure.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/compile_script.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

[[noreturn]] void throw_tool_missing(const Plan& plan) {
    const std::string tool = system_name(plan.system);
    if (const ContainerBuild* build = plan.in_container())
        throw Error({.kind = ErrorKind::engine_unavailable,
                     .code = "tool-missing",
                     .message = fmt::format("the SDK image {} has no {}", build->image, tool),
                     .hint = fmt::format("make an image from this one that has {0}, and name its "
                                         "repository in ACAPCTL_SDK_REPOSITORY; or give the "
                                         "project a Dockerfile that runs {0}",
                                         tool)});
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "tool-missing",
                 .message = fmt::format("{} is not installed", tool),
                 .hint = "apt-get install " + tool});
}

[[noreturn]] void throw_corrupt(const std::string& place, const std::string& lack,
                                std::string hint) {
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "sdk-corrupt",
                 .message = fmt::format("the SDK {} is not whole: {}", place, lack),
                 .hint = std::move(hint)});
}

// A pull that was cut short or a full disk can leave an image of which a part is missing; the
// engine keeps it and will not fetch it again by itself.
void refuse_corrupt(const Plan& plan, const std::string& lack) {
    if (const ContainerBuild* build = plan.in_container())
        throw_corrupt("image " + build->image, lack,
                      fmt::format("fetch it anew: {0} image rm --force {1} && {0} pull {1}",
                                  build->container.program(), build->image));
    if (const LocalBuild* build = plan.in_local_sdk())
        throw_corrupt("in " + text::visible(build->local_sdk.directory.string()), lack,
                      "take it out of its image anew");
}

} // namespace

void throw_compile_failed(const Plan& plan, int status) {
    const bool needs_tool = plan.system == BuildSystem::meson || plan.system == BuildSystem::cmake;
    if (status == tool_missing && needs_tool) throw_tool_missing(plan);
    if (status == environment_missing)
        refuse_corrupt(plan, "its environment script is missing or fails");
    if (status == acap_build_missing) refuse_corrupt(plan, "it has no acap-build");
    const bool packer = status == acap_build_failed && plan.packaging.packer != Packer::own;
    throw Error({.kind = ErrorKind::build_failed,
                 .code = packer ? "acap-build-failed" : "make-failed",
                 .message = packer ? fmt::format("acap-build failed for {}", plan.key)
                                   : fmt::format("{} failed for {} (exit status {})",
                                                 system_name(plan.system), plan.key, status),
                 .hint = "its messages are above"});
}

} // namespace acapctl::builder
