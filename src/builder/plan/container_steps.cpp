#include "builder/plan/container_steps.hpp"

#include "builder/plan/compile_script.hpp"
#include "builder/plan/words.hpp"
#include "support/digest.hpp"
#include "support/subprocess.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

// A value of --mount is a line of CSV.
std::string mount_of(const fs::path& tree) {
    std::string source = "source=" + full_path(tree);
    if (source.find_first_of(",\"\r\n") != std::string::npos) {
        std::string quoted;
        for (const char c : source) quoted += c == '"' ? "\"\"" : std::string(1, c);
        source = "\"" + quoted + "\"";
    }
    return "type=bind," + source + ",target=/opt/app";
}

// Who writes to a cache decides what others compile: so each project has its own, by its real path.
std::string ccache_volume(const Plan& plan) {
    std::error_code unknown;
    const fs::path real = fs::weakly_canonical(fs::absolute(plan.project), unknown);
    return "acapctl-ccache-" + sha256(real.string()).substr(0, 16);
}

// What a container is, apart from how the tree gets into it.
Words container_options(const Plan& plan, const ContainerBuild& build, const Surroundings& around) {
    const Container& container = build.container;
    Words options = {"--name", container.name, "--platform", container.platform, "--user",
                     fmt::format("{}:{}", around.uid, around.gid), "--workdir", "/opt/app",
                     // The calling user has no home in the image.
                     "--env", "HOME=/tmp"};
    // Without it a rootless podman maps the caller to root and files to a foreign id.
    // One that is reached over the network has its own ids, and may not be rootless.
    if (container.engine == EngineKind::podman && around.uid != 0 && !around.remote)
        options.emplace_back("--userns=keep-id");
    if (!container.network.empty()) options.push_back("--network=" + container.network);
    if (!around.source_date_epoch.empty()) append(options, {"--env", "SOURCE_DATE_EPOCH"});
    // acap-build reads it; else it is that of the image.
    if (const std::string& version = plan.packaging.axis_os_version;
        !version.empty() && plan.packaging.packer != Packer::own)
        append(options, {"--env", "AXIS_OS_VERSION=" + version});
    for (const std::string& proxy : around.proxies) append(options, {"--env", proxy});
    if (plan.ccache)
        // A volume that is new takes over who may write to the directory it hides: here everyone.
        append(options, {"--mount",
                         fmt::format("type=volume,source={},target=/var/tmp", ccache_volume(plan)),
                         "--env", fmt::format("CCACHE_DIR=/var/tmp/ccache-{}", around.uid), "--env",
                         "CCACHE_CONFIGPATH=/dev/null", "--env", "CCACHE_COMPILERCHECK=content"});
    append(options, {"--entrypoint", "/bin/sh", build.image});
    return options;
}

// A pipe's status is that of its last command, so the engine comes last going out, tar coming back.
// posix: with fractions of a second, or make takes a source for as old as what it made of it
// before.
Step send_step(const Plan& plan, const Container& container, const Surroundings& around) {
    return {
        .purpose = Step::Purpose::send,
        .arguments = {"sh", "-c",
                      fmt::format("tar -C {} --format=posix --owner={} --group={} --numeric-owner "
                                  "--transform='s,^\\.,app,S' -cf - . | {} cp - {}:/opt",
                                  quoted(plan.tree), around.uid, around.gid, container.program(),
                                  container.name)}};
}

// Whole or not at all: what an interrupted copy brings must not be taken for what the compiler
// left. The status of a pipe is tar's, which takes an archive that ends between two files for
// whole. What ran in the container may have put a link or a file in the place of the tree.
Step fetch_tree_step(const Plan& plan, const Container& container) {
    const fs::path incoming = plan.tree.string() + ".incoming";
    const std::string script = fmt::format(
        "rm -rf {0} && mkdir {0} && {{ {2} cp {3}:/opt/app - && : >{0}/whole; }} | "
        "tar -C {0} -xpf - --no-same-owner && [ -e {0}/whole ] && "
        "{{ [ -d {0}/app ] && [ ! -L {0}/app ] || {{ rm -rf {0}; exit {4}; }}; }} && "
        "rm -rf {1} && mv {0}/app {1} && rm -rf {0} || {{ rm -rf {0}; exit 1; }}",
        quoted(incoming), quoted(plan.tree), container.program(), container.name, tree_replaced);
    return {.purpose = Step::Purpose::fetch, .arguments = {"sh", "-c", script}};
}

// `command` are the arguments of /bin/sh in the container, `terminal` options of the engine.
Step mounted(const Plan& plan, const ContainerBuild& build, const Surroundings& around,
             const Words& command, const Words& terminal) {
    Words run = {build.container.program(), "run"};
    append(run, terminal);
    append(run, {"--rm", "--mount", mount_of(plan.tree)});
    append(run, container_options(plan, build, around));
    append(run, command);
    return {.purpose = Step::Purpose::compile, .arguments = run, .attached = !terminal.empty()};
}

ContainerBuild::Copied copied(const Plan& plan, const ContainerBuild& build,
                              const Surroundings& around, const Words& command,
                              const Words& terminal) {
    const Container& container = build.container;
    Words create = {container.program(), "create"};
    append(create, terminal);
    append(create, container_options(plan, build, around));
    append(create, command);
    Words start = {container.program(), "start", "--attach"};
    if (!terminal.empty()) start.emplace_back("--interactive");
    start.push_back(container.name);
    return {.create = {.purpose = Step::Purpose::create, .arguments = create},
            .send = send_step(plan, container, around),
            .compile = {.purpose = Step::Purpose::compile,
                        .arguments = start,
                        .attached = !terminal.empty()},
            .fetch = fetch_tree_step(plan, container),
            .remove = remove_step(container)};
}

ContainerBuild::Steps both_ways(const Plan& plan, const ContainerBuild& build,
                                const Surroundings& around, const Words& command,
                                const Words& terminal = {}) {
    return {.mounted = mounted(plan, build, around, command, terminal),
            .copied = copied(plan, build, around, command, terminal)};
}

// Puts the shell into the environment of the image's SDK.
std::string enter_environment(const Container& container, const sdk::Catalog& catalog) {
    return fmt::format(
        "[ -e manifest.json ] || exit {1}; [ -w . ] || {{ echo '{3}' >&2; exit {4}; }}; "
        "[ -r {0} ] || exit {2}; . {0} || exit {2}; ",
        catalog.environment(), tree_missing, environment_missing, unwritable_line(container),
        tree_seems_not_writable);
}

constexpr std::string_view no_ccache_in_image =
    "the SDK image has no ccache, but one of your own can (ACAPCTL_SDK_REPOSITORY)";

} // namespace

std::string unwritable_line(const Container& container) {
    return container.name + " may not write to its tree";
}

Step remove_step(const Container& container) {
    return {.purpose = Step::Purpose::remove,
            .arguments = {container.program(), "rm", "--force", "--volumes", container.name}};
}

ContainerBuild::Steps compile_in_container(const Plan& plan, const ContainerBuild& build,
                                           const Surroundings& around,
                                           const sdk::Catalog& catalog) {
    Words command = {
        "-c", enter_environment(build.container, catalog) +
                  fmt::format("command -v acap-build >/dev/null || exit {}; ", acap_build_missing) +
                  enter_ccache(plan, no_ccache_in_image) + compile_script(plan)};
    if (plan.system != BuildSystem::make) append(command, {"sh", plan.app_name});
    return both_ways(plan, build, around, command);
}

ContainerBuild::Steps command_in_container(const Plan& plan, const ContainerBuild& build,
                                           const Surroundings& around, const sdk::Catalog& catalog,
                                           const Words& command, bool interactive) {
    Words words = {"-c",
                   enter_environment(build.container, catalog) +
                       enter_ccache(plan, no_ccache_in_image) + "exec \"$@\"",
                   "sh"};
    append(words, command);
    return both_ways(plan, build, around, words,
                     interactive ? Words{"--interactive", "--tty"} : Words{"--interactive"});
}

Step look_in_container(const Plan& plan, const ContainerBuild& build, const std::string& mark) {
    const Container& container = build.container;
    return {.purpose = Step::Purpose::compile,
            .arguments = {container.program(), "run", "--rm", "--mount", mount_of(plan.tree),
                          "--name", container.name, "--platform", container.platform,
                          "--network=none", "--workdir", "/opt/app", "--entrypoint", "/bin/sh",
                          build.image, "-c", "[ -e \"$1\" ]", "sh", mark}};
}

// The container of the compile step, with another command.
Step try_to_write(const ContainerBuild& build) {
    Step step = build.steps.mounted;
    step.attached = false;
    const auto image = std::ranges::find(step.arguments, build.image);
    if (image != step.arguments.end()) step.arguments.erase(image + 1, step.arguments.end());
    std::erase(step.arguments, "--interactive");
    std::erase(step.arguments, "--tty");
    append(step.arguments, {"-c", "[ -w . ]"});
    return step;
}

} // namespace acapctl::builder
