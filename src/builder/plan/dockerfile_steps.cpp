#include "builder/plan/dockerfile_steps.hpp"

#include "builder/plan/container_steps.hpp"
#include "builder/plan/words.hpp"
#include "builder/workspace/workspace.hpp"
#include "support/subprocess.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

fs::path fetch_directory(const Plan& plan) {
    return own_directory(plan.project) / (plan.key + ".fetched");
}

std::vector<Step> dockerfile_steps(const Plan& plan, const sdk::Catalog& catalog) {
    Words image = {program_of(plan),   "build",      "--platform",
                   catalog.platform(), "--force-rm", "--tag",
                   plan.image_tag,     "--file",     full_path(plan.tree / plan.dockerfile)};
    for (const auto& [name, value] : plan.arguments)
        append(image, {"--build-arg", name + "=" + value});
    for (const std::string& name : plan.inherited_arguments) append(image, {"--build-arg", name});
    if (plan.no_cache) image.emplace_back("--no-cache");
    if (plan.other_builder) image.emplace_back("--load"); // the classic builder knows no --load
    if (!plan.target.empty()) append(image, {"--target", plan.target});
    if (!plan.network.empty()) image.push_back("--network=" + plan.network);
    image.push_back(full_path(plan.tree));

    const std::string folder = fs::path(plan.result).filename().string();
    const std::string fetch = fmt::format(
        "mkdir -p {0} && {1} cp {2} - | tar -C {0} -xf - --strip-components=1 --no-same-owner "
        "--no-same-permissions --wildcards --no-wildcards-match-slash -- {3} {4}",
        quoted(fetch_directory(plan)), program_of(plan),
        shell_quoted({plan.container + ":" + plan.result}), shell_quoted({folder + "/*.eap"}),
        shell_quoted({folder + "/*_LICENSE.txt"}));
    return {{.purpose = Step::Purpose::image,
             .arguments = image,
             // Another way the user may have chosen needs a terminal, or cannot be read.
             .environment = {{"BUILDKIT_PROGRESS", "plain"}}},
            {.purpose = Step::Purpose::create,
             // The command is never run; an image without one could not be created.
             .arguments = {program_of(plan), "create", "--platform", catalog.platform(), "--name",
                           plan.container, plan.image_tag, "true"}},
            {.purpose = Step::Purpose::fetch, .arguments = {"sh", "-c", fetch}},
            remove_step(plan)};
}

} // namespace acapctl::builder
