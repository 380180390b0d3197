#include "builder/plan/dockerfile_steps.hpp"

#include "builder/plan/container_steps.hpp"
#include "builder/plan/words.hpp"
#include "builder/workspace/workspace.hpp"
#include "support/subprocess.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

Words image_command(const Plan& plan, const DockerfileBuild& build) {
    const Container& container = build.container;
    Words image = {container.program(), "build",      "--platform",
                   container.platform,  "--force-rm", "--tag",
                   build.image_tag,     "--file",     full_path(plan.tree / build.file)};
    for (const auto& [name, value] : build.arguments)
        append(image, {"--build-arg", name + "=" + value});
    for (const std::string& name : build.inherited_arguments) append(image, {"--build-arg", name});
    if (build.no_cache) image.emplace_back("--no-cache");
    if (build.other_builder) image.emplace_back("--load"); // the classic builder knows no --load
    if (!build.stage.empty()) append(image, {"--target", build.stage});
    if (!container.network.empty()) image.push_back("--network=" + container.network);
    image.push_back(full_path(plan.tree));
    return image;
}

// A directory is in the archive by its name. The names of what is in the root begin with "/" or
// with "./".
Words patterns_of(const std::string& folder) {
    Words patterns;
    for (const char* end : {"*.eap", "*_LICENSE.txt"}) {
        patterns.push_back(folder + "/" + end);
        if (folder.empty()) patterns.push_back(std::string("./") + end);
    }
    return patterns;
}

Step fetch_step(const Plan& plan, const DockerfileBuild& build) {
    const std::string folder = fs::path(build.result).filename().string();
    const std::string script = fmt::format(
        "mkdir -p {0} && {1} cp {2} - | tar -C {0} -xf - --strip-components={3} --no-same-owner "
        "--no-same-permissions --wildcards --no-wildcards-match-slash -- {4}",
        quoted(fetch_directory(plan)), build.container.program(),
        shell_quoted({build.container.name + ":" + build.result}), folder.empty() ? 0 : 1,
        shell_quoted(patterns_of(folder)));
    return {.purpose = Step::Purpose::fetch, .arguments = {"sh", "-c", script}};
}

} // namespace

fs::path fetch_directory(const Plan& plan) {
    return own_directory(plan.project) / (plan.key + ".fetched");
}

DockerfileBuild::Steps dockerfile_steps(const Plan& plan, const DockerfileBuild& build) {
    const Container& container = build.container;
    return {
        .image = {.purpose = Step::Purpose::image,
                  .arguments = image_command(plan, build),
                  // Another way the user may have chosen needs a terminal, or cannot be read.
                  .environment = {{"BUILDKIT_PROGRESS", "plain"}}},
        .create = {.purpose = Step::Purpose::create,
                   // The command is never run; an image without one could not be created.
                   .arguments = {container.program(), "create", "--platform", container.platform,
                                 "--name", container.name, build.image_tag, "true"}},
        .fetch = fetch_step(plan, build),
        .remove = remove_step(container)};
}

} // namespace acapctl::builder
