#include "builder/plan/tree_steps.hpp"

#include "builder/plan/words.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

Step mirror_step(const Plan& plan) {
    const bool dockerfile = plan.dockerfile() != nullptr;
    std::string script = fmt::format("mkdir -p {1} && tar -C {0} {2}--exclude='*.eap' "
                                     "--exclude=.acapctl -cf - . | tar -C {1} -xf -",
                                     quoted(dockerfile ? plan.project : plan.root),
                                     quoted(plan.tree), dockerfile ? "" : "--exclude-vcs ");
    if (!dockerfile && plan.manifest != "manifest.json")
        script += fmt::format(" && cp {} {}", quoted(plan.tree / plan.manifest),
                              quoted(plan.tree / "manifest.json"));
    return {.purpose = Step::Purpose::mirror, .arguments = {"sh", "-c", script}};
}

Step pack_step(const Plan& plan) {
    if (plan.packaging.packer == Packer::sdk)
        return {.purpose = Step::Purpose::pack,
                .arguments = {"sh", "-c",
                              fmt::format("mkdir -p {0} && cp {1}/.acapctl/packed/* {0}",
                                          quoted(plan.output), quoted(plan.tree))}};
    Words arguments = {"acapctl", "pack", full_path(plan.tree), "--output", full_path(plan.output)};
    if (plan.architecture != "all") append(arguments, {"--arch", plan.architecture});
    for (const std::string& file : plan.packaging.additional_files) append(arguments, {"-a", file});
    if (plan.packaging.compression == Compression::gzip)
        append(arguments, {"--compression", "gzip"});
    if (!plan.packaging.validate) arguments.emplace_back("--disable-manifest-validation");
    if (!plan.packaging.mend) arguments.emplace_back("--no-mend");
    Step step{.purpose = Step::Purpose::pack, .arguments = arguments};
    const std::string& of_user = plan.packaging.axis_os_version;
    const std::string& axis_os = of_user.empty() ? plan.sdk.axis_os : of_user;
    if (!axis_os.empty()) step.environment = {{"AXIS_OS_VERSION", axis_os}};
    return step;
}

} // namespace acapctl::builder
