// Whether the Dockerfile is built or not, and which build system runs otherwise.
//
// A Dockerfile says how its author builds the project, so it wins over the Makefile beside it. But
// most do no more than run acap-build in the SDK image: then make in that image gives the same
// package, incrementally and without copying the sources into an image for each change.
#include "builder/plan/plan_method.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/asked.hpp"
#include "builder/plan/plan_sdk.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

std::optional<bool> dockerfile_wanted(const Project& project, const Request& request) {
    const ProjectFile::Build& settings = project.settings.build;
    if (request.use_dockerfile) return request.use_dockerfile;
    if (!request.target.empty() || !settings.target.empty()) return true;
    return settings.use_dockerfile;
}

// What acap-build would run, or what the files beside the manifest ask for.
Method without_dockerfile(const Project& project, std::optional<PlainRecipe> recipe) {
    std::string system = project.settings.build.system;
    if (system.empty() && recipe) system = recipe->build_system;
    const auto made = [&](BuildSystem kind, std::string reason) {
        return Method{.system = kind, .reason = std::move(reason), .recipe = std::move(recipe)};
    };
    const auto for_all = [](const ManifestFile& file) { return file.architecture == "all"; };
    if (std::ranges::all_of(project.manifests, for_all))
        return made(BuildSystem::none, "the architecture is 'all'");
    if (system == "none" || system == "no-build") return made(BuildSystem::none, "as configured");
    if (system == "make") return made(BuildSystem::make, "as configured");
    if (system == "meson") return made(BuildSystem::meson, "as configured");
    if (system == "cmake") return made(BuildSystem::cmake, "as configured");
    if (project.has_makefile) return made(BuildSystem::make, "a Makefile");
    if (project.has_meson) return made(BuildSystem::meson, "meson.build");
    if (project.has_cmake) return made(BuildSystem::cmake, "CMakeLists.txt");
    return made(BuildSystem::none, "no Makefile, meson.build or CMakeLists.txt");
}

// Nothing if the Dockerfile does more than acap-build on these sources in an SDK image.
std::optional<PlainRecipe> recipe_of(const Project& project, const Request& request) {
    auto recipe = plain_recipe(*project.dockerfile);
    if (!recipe || recipe->source != (project.root == project.directory ? "." : "app"))
        return std::nullopt;
    Arguments given = given_arguments(project, request, request.variant);
    given["ARCH"] = "aarch64"; // any; its default may be empty
    const auto base = base_image(*project.dockerfile, given);
    if (!base || !parse_reference(*base)) return std::nullopt;
    return recipe;
}

Method because(Method method, const std::string& reason) {
    method.reason += "; " + reason;
    return method;
}

} // namespace

Method choose_method(const Project& project, const Request& request) {
    const std::optional<bool> wanted = dockerfile_wanted(project, request);
    if (!project.dockerfile) {
        if (wanted == true)
            throw_usage(fmt::format("there is no Dockerfile in {}",
                                    text::visible(project.directory.string())),
                        "name it in acapctl.toml: [build] dockerfile = \"PATH\"");
        return without_dockerfile(project, {});
    }
    const bool by_directory = !request.engine.kind && !request.engine.sdk_directory.empty();
    const bool on_host = by_directory || asked_engine(project, request) == EngineKind::host;
    const std::string way = by_directory ? "with an SDK in a directory" : "without an engine";
    if (on_host && request.use_dockerfile == true)
        throw_usage("a Dockerfile cannot be built " + way, {},
                    {{by_directory ? Advice::leave_sdk_directory : Advice::leave_host_compilers},
                     {Advice::leave_dockerfile}});
    if (wanted == true && !on_host)
        return {.dockerfile = true, .reason = "the Dockerfile, as asked"};

    const auto recipe = recipe_of(project, request);
    if (wanted == false)
        return because(without_dockerfile(project, recipe), "the Dockerfile is not used, as asked");
    if (recipe)
        return because(without_dockerfile(project, recipe), "the Dockerfile only runs acap-build");
    if (!on_host)
        return {.dockerfile = true, .reason = "the Dockerfile does more than run acap-build"};
    Method method = without_dockerfile(project, {});
    method.warnings.push_back("the Dockerfile does more than run acap-build, but cannot be built " +
                              way);
    return method;
}

} // namespace acapctl::builder
